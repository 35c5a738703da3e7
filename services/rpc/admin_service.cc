#include "services/rpc/admin_service.h"

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "services/rpc/check_source.h"
#include "services/rpc/on_worker.h"
#include "services/rpc/recorded_source.h"
#include "services/rpc/unary_call.h"

namespace rollbook::services {

template <typename Request, typename Response, typename Method>
grpc::ServerUnaryReactor* AdminServiceAdapter::Serve(
    Rpc rpc, grpc::CallbackServerContext* context, const Request* request,
    Response* response, Method use_case) {
  return ServeUnary(desk_, rpc, context, request, response,
                    ByMethod(partners_, use_case));
}

grpc::ServerUnaryReactor* AdminServiceAdapter::CreatePartner(
    grpc::CallbackServerContext* context,
    const admin::v1::CreatePartnerRequest* request,
    admin::v1::CreatePartnerResponse* response) {
  return Serve(Rpc::kCreatePartner, context, request, response,
               &PartnerRegistry::CreatePartner);
}

grpc::ServerUnaryReactor* AdminServiceAdapter::ListPartners(
    grpc::CallbackServerContext* context,
    const admin::v1::ListPartnersRequest* request,
    admin::v1::ListPartnersResponse* response) {
  return ServeUnary(
      desk_, Rpc::kListPartners, context, request, response,
      AtOnce([this](const admin::v1::ListPartnersRequest& wanted) {
        return partners_.ListPartners(wanted);
      }));
}

grpc::ServerUnaryReactor* AdminServiceAdapter::UpdatePartner(
    grpc::CallbackServerContext* context,
    const admin::v1::UpdatePartnerRequest* request,
    admin::v1::UpdatePartnerResponse* response) {
  return Serve(Rpc::kUpdatePartner, context, request, response,
               &PartnerRegistry::UpdatePartner);
}

grpc::ServerUnaryReactor* AdminServiceAdapter::ChangePartnerStatus(
    grpc::CallbackServerContext* context,
    const admin::v1::ChangePartnerStatusRequest* request,
    admin::v1::ChangePartnerStatusResponse* response) {
  return Serve(Rpc::kChangePartnerStatus, context, request, response,
               &PartnerRegistry::ChangePartnerStatus);
}

grpc::ServerUnaryReactor* AdminServiceAdapter::CreateKey(
    grpc::CallbackServerContext* context,
    const admin::v1::CreateKeyRequest* request,
    admin::v1::CreateKeyResponse* response) {
  return Serve(Rpc::kCreateKey, context, request, response,
               &PartnerRegistry::CreateKey);
}

grpc::ServerUnaryReactor* AdminServiceAdapter::RotateKey(
    grpc::CallbackServerContext* context,
    const admin::v1::RotateKeyRequest* request,
    admin::v1::RotateKeyResponse* response) {
  return Serve(Rpc::kRotateKey, context, request, response,
               &PartnerRegistry::RotateKey);
}

grpc::ServerUnaryReactor* AdminServiceAdapter::RevokeKey(
    grpc::CallbackServerContext* context,
    const admin::v1::RevokeKeyRequest* request,
    admin::v1::RevokeKeyResponse* response) {
  return Serve(Rpc::kRevokeKey, context, request, response,
               &PartnerRegistry::RevokeKey);
}

grpc::ServerUnaryReactor* AdminServiceAdapter::GetStatus(
    grpc::CallbackServerContext* context,
    const admin::v1::GetStatusRequest* request,
    admin::v1::GetStatusResponse* response) {
  return ServeUnary(
      desk_, Rpc::kGetStatus, context, request, response,
      AtOnce([this](const admin::v1::GetStatusRequest&) { return status_(); }));
}

grpc::ServerUnaryReactor* AdminServiceAdapter::PurgeErased(
    grpc::CallbackServerContext* context,
    const admin::v1::PurgeErasedRequest* request,
    admin::v1::PurgeErasedResponse* response) {
  return ServeUnary(desk_, Rpc::kPurgeErased, context, request, response,
                    [this](const Caller&, const admin::v1::PurgeErasedRequest&,
                           auto reply) { purger_.PurgeNow(std::move(reply)); });
}

grpc::ServerUnaryReactor* AdminServiceAdapter::CreateBackup(
    grpc::CallbackServerContext* context,
    const admin::v1::CreateBackupRequest* request,
    admin::v1::CreateBackupResponse* response) {
  using Request = admin::v1::CreateBackupRequest;
  using Response = admin::v1::CreateBackupResponse;
  return ServeUnary(
      desk_, Rpc::kCreateBackup, context, request, response,
      OnWorker(*host_.workers,
               [this](const Caller& caller,
                      const Request& wanted) -> absl::StatusOr<Response> {
                 // Whoever has the copy, and the master key, has everything.
                 AccessRecorder recorder(
                     access_, caller,
                     std::string(InfoOf(Rpc::kCreateBackup).method), "", "");
                 RETURN_IF_ERROR(recorder.Open());
                 absl::StatusOr<Response> made = backup_(wanted);
                 recorder.Close(made.status());
                 return made;
               }));
}

grpc::ServerUnaryReactor* AdminServiceAdapter::RebuildProjection(
    grpc::CallbackServerContext* context,
    const admin::v1::RebuildProjectionRequest* request,
    admin::v1::RebuildProjectionResponse* response) {
  return ServeUnary(
      desk_, Rpc::kRebuildProjection, context, request, response,
      [this](const Caller&, const admin::v1::RebuildProjectionRequest& wanted,
             auto reply) { projections_.Rebuild(wanted, std::move(reply)); });
}

grpc::ServerWriteReactor<admin::v1::VerifyProjectionResponse>*
AdminServiceAdapter::VerifyProjection(
    grpc::CallbackServerContext* context,
    const admin::v1::VerifyProjectionRequest* request) {
  using Response = admin::v1::VerifyProjectionResponse;
  using Stream = PagedStream<Response>;
  const FrontDesk::Visit visit = desk_.Begin(Rpc::kVerifyProjection);
  const auto caller = desk_.Admit(visit, *context);
  if (!caller.ok()) return Stream::Refuse(host_, visit, caller.status());
  auto recorder = std::make_unique<AccessRecorder>(
      access_, *caller, std::string(InfoOf(Rpc::kVerifyProjection).method), "",
      "");
  return Stream::Start(
      host_, visit,
      std::make_unique<RecordedSource<Response>>(
          std::move(recorder),
          std::make_unique<CheckSource>(&projections_, request->name())));
}

}  // namespace rollbook::services
