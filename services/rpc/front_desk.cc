#include "services/rpc/front_desk.h"

#include <grpc/grpc_security_constants.h>
#include <grpcpp/security/auth_context.h>

#include <chrono>
#include <memory>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/log.h"
#include "base/status_macros.h"
#include "services/rpc/status_mapping.h"

namespace rollbook::services {
namespace {

using base::Reason;

// Asking for the auth context costs a few allocations: only TLS needs it.
Peer PeerOf(const IdentityRules& rules,
            const grpc::CallbackServerContext& context) {
  Peer peer{.address = context.peer()};
  if (!rules.tls || peer.address.starts_with("unix:")) return peer;
  const std::shared_ptr<const grpc::AuthContext> auth = context.auth_context();
  peer.secure = true;
  for (const auto& name :
       auth->FindPropertyValues(GRPC_X509_SAN_PROPERTY_NAME)) {
    peer.names.emplace_back(name.data(), name.size());
  }
  return peer;
}

absl::Time DeadlineOf(const grpc::CallbackServerContext& context) {
  const auto deadline = context.deadline();
  if (deadline == std::chrono::system_clock::time_point::max()) {
    return absl::InfiniteFuture();
  }
  return absl::FromChrono(deadline);
}

}  // namespace

FrontDesk::FrontDesk(const IdentityRules* rules, RpcMetrics* metrics,
                     const base::Clock* clock)
    : rules_(*rules), metrics_(*metrics), clock_(*clock) {}

FrontDesk::Visit FrontDesk::Begin(Rpc rpc) {
  metrics_.Started();
  return {.rpc = rpc, .began = clock_.SinceBoot()};
}

absl::StatusOr<Caller> FrontDesk::Admit(
    const Visit& visit, const grpc::CallbackServerContext& context) const {
  ASSIGN_OR_RETURN(Caller caller,
                   IdentifyCaller(rules_, PeerOf(rules_, context)));
  if (!caller.roles.HasAnyOf(InfoOf(visit.rpc).allowed)) {
    return base::Error(Reason::kPermissionDenied);
  }
  caller.deadline = DeadlineOf(context);
  return caller;
}

absl::StatusOr<Caller> FrontDesk::AdmitUnary(
    const Visit& visit, const grpc::CallbackServerContext& context) const {
  ASSIGN_OR_RETURN(Caller caller, Admit(visit, context));
  if (caller.deadline == absl::InfiniteFuture()) {
    caller.deadline = clock_.Now() + kDefaultDeadline;
  }
  return caller;
}

grpc::Status FrontDesk::End(const Visit& visit, const absl::Status& status) {
  return Close(visit, status, /*may_be_slow=*/true);
}

grpc::Status FrontDesk::EndStream(const Visit& visit,
                                  const absl::Status& status) {
  return Close(visit, status, /*may_be_slow=*/false);
}

grpc::Status FrontDesk::Close(const Visit& visit, const absl::Status& status,
                              bool may_be_slow) {
  const absl::Duration took = clock_.SinceBoot() - visit.began;
  const bool answered = status.ok() || absl::IsCancelled(status);
  metrics_.Finished(
      visit.rpc,
      answered ? status.code() : base::InfoOf(ReasonToAnswer(status)).code,
      took);
  if (!answered || (status.ok() && may_be_slow && took > kSlowCall)) {
    LogCall(visit, status, took);
  }
  return ToGrpcStatus(status);
}

void FrontDesk::LogCall(const Visit& visit, const absl::Status& status,
                        absl::Duration took) {
  if (!MayLog()) return;
  const RpcInfo& info = InfoOf(visit.rpc);
  const double ms = absl::ToDoubleMilliseconds(took);
  if (status.ok()) {
    base::Log(base::LogLevel::kWarning, "rpc_slow",
              {{"service", info.service}, {"method", info.method}, {"ms", ms}});
    return;
  }
  const base::ReasonInfo& reason = base::InfoOf(ReasonToAnswer(status));
  // What the service itself did wrong is told with its text; what a caller
  // did wrong is told by its reason.
  const bool ours = reason.code == absl::StatusCode::kInternal ||
                    reason.code == absl::StatusCode::kDataLoss;
  base::Log(ours ? base::LogLevel::kError : base::LogLevel::kInfo, "rpc_failed",
            {{"service", info.service},
             {"method", info.method},
             {"reason", reason.name},
             {"code", absl::StatusCodeToString(reason.code)},
             {"ms", ms},
             {"detail", ours ? std::string(status.message()) : ""}});
}

bool FrontDesk::MayLog() {
  const int64_t second = absl::ToInt64Seconds(clock_.SinceBoot());
  if (log_second_.exchange(second) != second) log_lines_ = 0;
  return log_lines_.fetch_add(1) < kMaxCallLinesPerSecond;
}

}  // namespace rollbook::services
