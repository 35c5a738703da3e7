#include "services/rpc/audit_service.h"

#include <memory>
#include <string>

#include "base/status_macros.h"
#include "services/rpc/access_source.h"
#include "services/rpc/export_source.h"
#include "services/rpc/log_source.h"
#include "services/rpc/on_worker.h"
#include "services/rpc/recorded_source.h"
#include "services/rpc/subscribe_source.h"
#include "services/rpc/unary_call.h"
#include "services/rpc/user_events_source.h"
#include "services/users/user_stream.h"

namespace rollbook::services {
namespace {

using grpc::CallbackServerContext;
using grpc::ServerUnaryReactor;
using grpc::ServerWriteReactor;

template <typename Request>
std::string PartnerIn(const Request& request) {
  if constexpr (requires { request.partner_id(); }) {
    return request.partner_id();
  } else if constexpr (requires { request.partner_ids(); }) {
    return request.partner_ids_size() == 1 ? request.partner_ids(0) : "";
  } else {
    return "";
  }
}

template <typename Request>
std::string UserIn(const Request& request) {
  if constexpr (requires { request.user_id(); }) {
    return request.user_id();
  } else {
    return "";
  }
}

template <typename Request>
std::unique_ptr<AccessRecorder> RecorderOf(const AccessDesk& desk, Rpc rpc,
                                           const Caller& caller,
                                           const Request& request) {
  return std::make_unique<AccessRecorder>(desk, caller,
                                          std::string(InfoOf(rpc).method),
                                          PartnerIn(request), UserIn(request));
}

}  // namespace

template <typename Response, typename Request, typename Make>
ServerWriteReactor<Response>* AuditServiceAdapter::Start(
    Rpc rpc, CallbackServerContext* context, const Request& request,
    Make make) {
  using Stream = PagedStream<Response>;
  const FrontDesk::Visit visit = host_.desk->Begin(rpc);
  const auto caller = host_.desk->Admit(visit, *context);
  if (!caller.ok()) return Stream::Refuse(host_, visit, caller.status());
  return Stream::Start(
      host_, visit,
      std::make_unique<RecordedSource<Response>>(
          RecorderOf(access_, rpc, *caller, request), make(*caller)));
}

template <typename Response, typename Request, typename Read>
ServerUnaryReactor* AuditServiceAdapter::Answer(Rpc rpc,
                                                CallbackServerContext* context,
                                                const Request* request,
                                                Response* response, Read read) {
  return ServeUnary(
      *host_.desk, rpc, context, request, response,
      OnWorker(
          *host_.workers,
          [this, rpc, read](const Caller& caller,
                            const Request& wanted) -> absl::StatusOr<Response> {
            const auto recorder = RecorderOf(access_, rpc, caller, wanted);
            const auto stream = history_->FindUser(caller, NameIn(wanted));
            if (stream.ok()) {
              recorder->set_user(stream->tenant.value, UserIdText(*stream));
            }
            absl::StatusOr<Response> answer =
                stream.ok() ? read(*stream, wanted)
                            : absl::StatusOr<Response>(stream.status());
            RETURN_IF_ERROR(recorder->RecordOnce(answer.status()));
            return answer;
          }));
}

ServerUnaryReactor* AuditServiceAdapter::GetUserAt(
    CallbackServerContext* context, const audit::v1::GetUserAtRequest* request,
    audit::v1::GetUserAtResponse* response) {
  return Answer(Rpc::kGetUserAt, context, request, response,
                [this](const eventstore::StreamId& stream,
                       const audit::v1::GetUserAtRequest& wanted) {
                  return travel_->UserAt(stream, wanted);
                });
}

ServerUnaryReactor* AuditServiceAdapter::DiffUser(
    CallbackServerContext* context, const audit::v1::DiffUserRequest* request,
    audit::v1::DiffUserResponse* response) {
  return Answer(Rpc::kDiffUser, context, request, response,
                [this](const eventstore::StreamId& stream,
                       const audit::v1::DiffUserRequest& wanted) {
                  return travel_->Diff(stream, wanted.from_version(),
                                       wanted.to_version());
                });
}

ServerWriteReactor<audit::v1::ExportUserResponse>*
AuditServiceAdapter::ExportUser(CallbackServerContext* context,
                                const audit::v1::ExportUserRequest* request) {
  return Start<audit::v1::ExportUserResponse>(
      Rpc::kExportUser, context, *request, [&](const Caller& caller) {
        return std::make_unique<ExportSource>(caller, *request, history_);
      });
}

ServerWriteReactor<audit::v1::ListAccessResponse>*
AuditServiceAdapter::ListAccess(CallbackServerContext* context,
                                const audit::v1::ListAccessRequest* request) {
  return Start<audit::v1::ListAccessResponse>(
      Rpc::kListAccess, context, *request, [&](const Caller&) {
        return std::make_unique<AccessSource>(*request, history_);
      });
}

ServerWriteReactor<audit::v1::ListUserEventsResponse>*
AuditServiceAdapter::ListUserEvents(
    CallbackServerContext* context,
    const audit::v1::ListUserEventsRequest* request) {
  return Start<audit::v1::ListUserEventsResponse>(
      Rpc::kListUserEvents, context, *request, [&](const Caller& caller) {
        return std::make_unique<UserEventsSource>(caller, *request, history_,
                                                  store_);
      });
}

ServerWriteReactor<audit::v1::ReadLogResponse>* AuditServiceAdapter::ReadLog(
    CallbackServerContext* context, const audit::v1::ReadLogRequest* request) {
  return Start<audit::v1::ReadLogResponse>(
      Rpc::kReadLog, context, *request, [&](const Caller&) {
        return std::make_unique<LogSource>(*request, history_, store_);
      });
}

ServerWriteReactor<audit::v1::SubscribeResponse>*
AuditServiceAdapter::Subscribe(CallbackServerContext* context,
                               const audit::v1::SubscribeRequest* request) {
  return Start<audit::v1::SubscribeResponse>(
      Rpc::kSubscribe, context, *request, [&](const Caller& caller) {
        return std::make_unique<SubscribeSource>(caller, *request, history_,
                                                 store_);
      });
}

ServerUnaryReactor* AuditServiceAdapter::ListDailyCounts(
    CallbackServerContext* context,
    const audit::v1::ListDailyCountsRequest* request,
    audit::v1::ListDailyCountsResponse* response) {
  // Numbers of events, of nobody's history: not recorded.
  return ServeUnary(*host_.desk, Rpc::kListDailyCounts, context, request,
                    response, ByMethod(counts_, &DailyCounts::List));
}

}  // namespace rollbook::services
