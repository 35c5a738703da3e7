#include "services/rpc/rpc_metrics.h"

#include <string>

namespace rollbook::services {
namespace {

// Seconds: from a read out of the cache to a call that ran into its deadline.
const prometheus::Histogram::BucketBoundaries kDurations = {
    0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025,
    0.05,   0.1,     0.25,   0.5,   1,      5,     30};

prometheus::Labels LabelsOf(const RpcInfo& info) {
  return {{"service", std::string(info.service)},
          {"method", std::string(info.method)}};
}

}  // namespace

RpcMetrics::RpcMetrics(prometheus::Registry& registry)
    : requests_(prometheus::BuildCounter()
                    .Name("rollbook_rpc_requests_total")
                    .Help("RPCs answered, by status code")
                    .Register(registry)),
      in_flight_(prometheus::BuildGauge()
                     .Name("rollbook_rpc_in_flight")
                     .Help("RPCs being served now, open streams included")
                     .Register(registry)
                     .Add({})) {
  auto& durations = prometheus::BuildHistogram()
                        .Name("rollbook_rpc_duration_seconds")
                        .Help("From an RPC's arrival to its answer")
                        .Register(registry);
  for (const RpcInfo& info : AllRpcs()) {
    rpcs_[static_cast<size_t>(info.rpc)].duration =
        &durations.Add(LabelsOf(info), kDurations);
    RequestsOf(info.rpc, absl::StatusCode::kOk);
  }
}

void RpcMetrics::Finished(Rpc rpc, absl::StatusCode code,
                          absl::Duration duration) {
  in_flight_.Decrement();
  RequestsOf(rpc, code).Increment();
  rpcs_[static_cast<size_t>(rpc)].duration->Observe(
      absl::ToDoubleSeconds(duration));
}

prometheus::Counter& RpcMetrics::RequestsOf(Rpc rpc, absl::StatusCode code) {
  size_t index = static_cast<size_t>(code);
  if (index >= kCodes) index = static_cast<size_t>(absl::StatusCode::kUnknown);
  auto& slot = rpcs_[static_cast<size_t>(rpc)].requests[index];
  prometheus::Counter* counter = slot.load(std::memory_order_acquire);
  if (counter == nullptr) {
    prometheus::Labels labels = LabelsOf(InfoOf(rpc));
    labels["code"] =
        absl::StatusCodeToString(static_cast<absl::StatusCode>(index));
    // Adding the same labels twice yields the same counter.
    counter = &requests_.Add(labels);
    slot.store(counter, std::memory_order_release);
  }
  return *counter;
}

}  // namespace rollbook::services
