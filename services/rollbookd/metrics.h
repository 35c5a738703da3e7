#ifndef ROLLBOOK_SERVICES_ROLLBOOKD_METRICS_H_
#define ROLLBOOK_SERVICES_ROLLBOOKD_METRICS_H_

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <cstddef>
#include <string>
#include <vector>

#include "eventstore/event_store.h"
#include "rollbook/admin/v1/admin_service.pb.h"

namespace rollbook::services {

using ProjectionState = admin::v1::GetStatusResponse::Projection;

// How far the proof of the log has come.
struct ProofState {
  uint64_t tree_size = 0;
  uint64_t checkpoint_size = 0;
  bool failing = false;
};

// The metrics of one rollbookd: the registry that RPCs and routes count in,
// and what is known of the store. Thread-safe. Names are listed in
// docs/operations.md.
class Metrics {
 public:
  Metrics();

  prometheus::Registry& registry() { return registry_; }

  // For RocksDbOptions::on_commit.
  void OnCommit(const eventstore::CommitObservation& commit);

  // The text of /metrics, with the store as it is now. Does not block.
  std::string Render(const eventstore::EventStore& store, size_t queued_work,
                     const std::vector<ProjectionState>& projections,
                     const ProofState& proof);

 private:
  prometheus::Registry registry_;
  prometheus::Histogram& commit_batch_;
  prometheus::Histogram& commit_write_;
  prometheus::Gauge& queue_depth_;
  prometheus::Gauge& queued_work_;
  prometheus::Gauge& log_head_;
  prometheus::Gauge& free_disk_;
  prometheus::Gauge& write_stop_;
  prometheus::Family<prometheus::Gauge>& projection_position_;
  prometheus::Family<prometheus::Gauge>& projection_parked_;
  prometheus::Family<prometheus::Gauge>& projection_degraded_;
  prometheus::Gauge& tree_size_;
  prometheus::Gauge& checkpoint_size_;
  prometheus::Gauge& checkpoint_failing_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_ROLLBOOKD_METRICS_H_
