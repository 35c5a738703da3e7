#include "services/rpc/audit_service.h"

#include <memory>

#include "services/rpc/log_source.h"
#include "services/rpc/user_events_source.h"

namespace rollbook::services {

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
      std::make_unique<UserEventsSource>(*request, history_, store_));
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

}  // namespace rollbook::services
