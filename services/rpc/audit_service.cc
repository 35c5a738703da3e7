#include "services/rpc/audit_service.h"

#include <memory>

#include "base/status_macros.h"
#include "services/rpc/log_source.h"
#include "services/rpc/on_worker.h"
#include "services/rpc/subscribe_source.h"
#include "services/rpc/unary_call.h"
#include "services/rpc/user_events_source.h"

namespace rollbook::services {

grpc::ServerUnaryReactor* AuditServiceAdapter::GetUserAt(
    grpc::CallbackServerContext* context,
    const audit::v1::GetUserAtRequest* request,
    audit::v1::GetUserAtResponse* response) {
  return ServeUnary(
      *host_.desk, Rpc::kGetUserAt, context, request, response,
      OnWorker(*host_.workers,
               [this](const Caller& caller,
                      const audit::v1::GetUserAtRequest& wanted)
                   -> absl::StatusOr<audit::v1::GetUserAtResponse> {
                 ASSIGN_OR_RETURN(const auto stream,
                                  history_->FindUser(caller, NameIn(wanted)));
                 return travel_->UserAt(stream, wanted);
               }));
}

grpc::ServerUnaryReactor* AuditServiceAdapter::DiffUser(
    grpc::CallbackServerContext* context,
    const audit::v1::DiffUserRequest* request,
    audit::v1::DiffUserResponse* response) {
  return ServeUnary(
      *host_.desk, Rpc::kDiffUser, context, request, response,
      OnWorker(
          *host_.workers,
          [this](const Caller& caller, const audit::v1::DiffUserRequest& wanted)
              -> absl::StatusOr<audit::v1::DiffUserResponse> {
            ASSIGN_OR_RETURN(const auto stream,
                             history_->FindUser(caller, NameIn(wanted)));
            return travel_->Diff(stream, wanted.from_version(),
                                 wanted.to_version());
          }));
}

grpc::ServerWriteReactor<audit::v1::ListUserEventsResponse>*
AuditServiceAdapter::ListUserEvents(
    grpc::CallbackServerContext* context,
    const audit::v1::ListUserEventsRequest* request) {
  using Stream = PagedStream<audit::v1::ListUserEventsResponse>;
  const FrontDesk::Visit visit = host_.desk->Begin(Rpc::kListUserEvents);
  const auto caller = host_.desk->Admit(visit, *context);
  if (!caller.ok()) return Stream::Refuse(host_, visit, caller.status());
  return Stream::Start(
      host_, visit,
      std::make_unique<UserEventsSource>(*caller, *request, history_, store_));
}

grpc::ServerWriteReactor<audit::v1::ReadLogResponse>*
AuditServiceAdapter::ReadLog(grpc::CallbackServerContext* context,
                             const audit::v1::ReadLogRequest* request) {
  using Stream = PagedStream<audit::v1::ReadLogResponse>;
  const FrontDesk::Visit visit = host_.desk->Begin(Rpc::kReadLog);
  const auto caller = host_.desk->Admit(visit, *context);
  if (!caller.ok()) return Stream::Refuse(host_, visit, caller.status());
  return Stream::Start(host_, visit,
                       std::make_unique<LogSource>(*request, history_, store_));
}

grpc::ServerWriteReactor<audit::v1::SubscribeResponse>*
AuditServiceAdapter::Subscribe(grpc::CallbackServerContext* context,
                               const audit::v1::SubscribeRequest* request) {
  using Stream = PagedStream<audit::v1::SubscribeResponse>;
  const FrontDesk::Visit visit = host_.desk->Begin(Rpc::kSubscribe);
  const auto caller = host_.desk->Admit(visit, *context);
  if (!caller.ok()) return Stream::Refuse(host_, visit, caller.status());
  return Stream::Start(
      host_, visit,
      std::make_unique<SubscribeSource>(*caller, *request, history_, store_));
}

}  // namespace rollbook::services
