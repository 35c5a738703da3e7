#ifndef ROLLBOOK_SERVICES_RPC_FRONT_DESK_H_
#define ROLLBOOK_SERVICES_RPC_FRONT_DESK_H_

#include <grpcpp/server_context.h>
#include <grpcpp/support/status.h>

#include <atomic>
#include <cstdint>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "services/caller.h"
#include "services/rpc/caller_identity.h"
#include "services/rpc/rpc_metrics.h"
#include "services/rpc/rpc_table.h"

namespace rollbook::services {

// A client that sends no deadline gets this one for a unary call.
inline constexpr absl::Duration kDefaultDeadline = absl::Seconds(30);

// A unary call that took longer gets a log line.
inline constexpr absl::Duration kSlowCall = absl::Seconds(1);

// Log lines about calls, per second; further ones are only counted.
inline constexpr int64_t kMaxCallLinesPerSecond = 50;

// What every RPC passes on its way in and out: who calls and may they, and
// metrics and a log line at the end. Shared by all adapters. Thread-safe.
class FrontDesk {
 public:
  // One call between Begin and End.
  struct Visit {
    Rpc rpc;
    absl::Duration began;  // since boot
  };

  // All must outlive the desk.
  FrontDesk(const IdentityRules* rules, RpcMetrics* metrics,
            const base::Clock* clock);

  Visit Begin(Rpc rpc);

  // The caller, with the RPC's own deadline (infinite without one).
  // UNAUTHENTICATED, PERMISSION_DENIED.
  absl::StatusOr<Caller> Admit(
      const Visit& visit, const grpc::CallbackServerContext& context) const;

  // The same with kDefaultDeadline where the client sent none.
  absl::StatusOr<Caller> AdmitUnary(
      const Visit& visit, const grpc::CallbackServerContext& context) const;

  // Counts and logs the end of a call; returns what gRPC is to finish with.
  // Exactly once per Begin, before the reactor's Finish.
  grpc::Status End(const Visit& visit, const absl::Status& status);
  grpc::Status EndStream(const Visit& visit, const absl::Status& status);

 private:
  grpc::Status Close(const Visit& visit, const absl::Status& status,
                     bool may_be_slow);
  void LogCall(const Visit& visit, const absl::Status& status,
               absl::Duration took);
  bool MayLog();

  const IdentityRules& rules_;
  RpcMetrics& metrics_;
  const base::Clock& clock_;
  // Lines written in the second that `log_second_` names.
  std::atomic<int64_t> log_second_{0};
  std::atomic<int64_t> log_lines_{0};
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_FRONT_DESK_H_
