#include "services/rollbookd/metrics.h"

#include <prometheus/text_serializer.h>

namespace rollbook::services {
namespace {

using Buckets = prometheus::Histogram::BucketBoundaries;

prometheus::Histogram& AddHistogram(prometheus::Registry& registry,
                                    const char* name, const char* help,
                                    const Buckets& buckets) {
  return prometheus::BuildHistogram()
      .Name(name)
      .Help(help)
      .Register(registry)
      .Add({}, buckets);
}

prometheus::Gauge& AddGauge(prometheus::Registry& registry, const char* name,
                            const char* help) {
  return prometheus::BuildGauge().Name(name).Help(help).Register(registry).Add(
      {});
}

}  // namespace

Metrics::Metrics()
    : commit_batch_(
          AddHistogram(registry_, "rollbook_commit_batch_appends",
                       "Appends in one commit group, which share one fsync",
                       {1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 1024})),
      commit_write_(AddHistogram(registry_, "rollbook_commit_write_seconds",
                                 "Writing and syncing one commit group",
                                 {0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005,
                                  0.01, 0.025, 0.05, 0.1, 0.25, 1})),
      queue_depth_(AddGauge(registry_, "rollbook_commit_queue_depth",
                            "Appends that wait for the committer")),
      queued_work_(AddGauge(registry_, "rollbook_worker_queue_depth",
                            "Calls that wait for a worker")),
      log_head_(AddGauge(registry_, "rollbook_log_head_position",
                         "Position of the last durable event")),
      free_disk_(AddGauge(registry_, "rollbook_free_disk_bytes",
                          "Free space where the data directory is")),
      write_stop_(AddGauge(registry_, "rollbook_write_stop",
                           "1 while writes are refused, 0 otherwise")),
      projection_position_(prometheus::BuildGauge()
                               .Name("rollbook_projection_position")
                               .Help("How far a projection has come")
                               .Register(registry_)),
      projection_parked_(prometheus::BuildGauge()
                             .Name("rollbook_projection_parked_records")
                             .Help("Records that a projection refused")
                             .Register(registry_)),
      projection_degraded_(
          prometheus::BuildGauge()
              .Name("rollbook_projection_degraded")
              .Help("1 while answers may lack something, 0 otherwise")
              .Register(registry_)),
      tree_size_(AddGauge(registry_, "rollbook_log_tree_records",
                          "Records that the Merkle tree has")),
      checkpoint_size_(AddGauge(registry_, "rollbook_checkpoint_records",
                                "Records of the last published checkpoint")),
      checkpoint_failing_(
          AddGauge(registry_, "rollbook_checkpoint_failing",
                   "1 while no checkpoint can be made, 0 otherwise")) {}

void Metrics::OnCommit(const eventstore::CommitObservation& commit) {
  commit_batch_.Observe(static_cast<double>(commit.appends));
  commit_write_.Observe(absl::ToDoubleSeconds(commit.write_time));
}

std::string Metrics::Render(const eventstore::EventStore& store,
                            size_t queued_work,
                            const std::vector<ProjectionState>& projections,
                            const ProofState& proof) {
  const eventstore::StoreStats stats = store.Stats();
  queue_depth_.Set(static_cast<double>(stats.queue_depth));
  queued_work_.Set(static_cast<double>(queued_work));
  log_head_.Set(static_cast<double>(store.Head().number));
  free_disk_.Set(static_cast<double>(stats.free_disk_bytes));
  write_stop_.Set(stats.write_stop.ok() ? 0 : 1);
  for (const ProjectionState& projection : projections) {
    const prometheus::Labels labels = {{"projection", projection.name()}};
    projection_position_.Add(labels).Set(
        static_cast<double>(projection.position().number()));
    projection_parked_.Add(labels).Set(
        static_cast<double>(projection.parked_records()));
    projection_degraded_.Add(labels).Set(projection.degraded() ? 1 : 0);
  }
  tree_size_.Set(static_cast<double>(proof.tree_size));
  checkpoint_size_.Set(static_cast<double>(proof.checkpoint_size));
  checkpoint_failing_.Set(proof.failing ? 1 : 0);
  return prometheus::TextSerializer().Serialize(registry_.Collect());
}

}  // namespace rollbook::services
