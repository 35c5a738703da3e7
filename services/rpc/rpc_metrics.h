#ifndef ROLLBOOK_SERVICES_RPC_RPC_METRICS_H_
#define ROLLBOOK_SERVICES_RPC_RPC_METRICS_H_

#include <prometheus/counter.h>
#include <prometheus/family.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>

#include <array>
#include <atomic>
#include <cstddef>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "services/rpc/rpc_table.h"

namespace rollbook::services {

// Rate, errors and duration of every RPC:
//   rollbook_rpc_requests_total{service,method,code}
//   rollbook_rpc_duration_seconds{service,method}
//   rollbook_rpc_in_flight
// Thread-safe. A look-up in a prometheus family costs more than everything
// else here, so each series is looked up once.
class RpcMetrics {
 public:
  // The registry must outlive the metrics.
  explicit RpcMetrics(prometheus::Registry& registry);

  void Started() { in_flight_.Increment(); }
  void Finished(Rpc rpc, absl::StatusCode code, absl::Duration duration);

 private:
  static constexpr size_t kCodes =
      static_cast<size_t>(absl::StatusCode::kUnauthenticated) + 1;

  struct PerRpc {
    prometheus::Histogram* duration = nullptr;
    // Made when a code is first seen.
    std::array<std::atomic<prometheus::Counter*>, kCodes> requests{};
  };

  prometheus::Counter& RequestsOf(Rpc rpc, absl::StatusCode code);

  prometheus::Family<prometheus::Counter>& requests_;
  prometheus::Gauge& in_flight_;
  std::array<PerRpc, kRpcCount> rpcs_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_RPC_METRICS_H_
