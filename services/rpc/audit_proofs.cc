#include <memory>
#include <string>
#include <utility>

#include "services/rpc/audit_service.h"
#include "services/rpc/bundle_source.h"
#include "services/rpc/recorded_source.h"
#include "services/rpc/unary_call.h"

// The proofs of rollbook.audit.v1.
namespace rollbook::services {

grpc::ServerUnaryReactor* AuditServiceAdapter::GetCheckpoint(
    grpc::CallbackServerContext* context,
    const audit::v1::GetCheckpointRequest* request,
    audit::v1::GetCheckpointResponse* response) {
  return ServeUnary(*host_.desk, Rpc::kGetCheckpoint, context, request,
                    response, ByMethod(proofs_, &LogProofs::GetCheckpoint));
}

grpc::ServerUnaryReactor* AuditServiceAdapter::GetPublicKey(
    grpc::CallbackServerContext* context,
    const audit::v1::GetPublicKeyRequest* request,
    audit::v1::GetPublicKeyResponse* response) {
  return ServeUnary(*host_.desk, Rpc::kGetPublicKey, context, request, response,
                    AtOnce([this](const audit::v1::GetPublicKeyRequest&) {
                      return proofs_.GetPublicKey();
                    }));
}

grpc::ServerUnaryReactor* AuditServiceAdapter::GetInclusionProof(
    grpc::CallbackServerContext* context,
    const audit::v1::GetInclusionProofRequest* request,
    audit::v1::GetInclusionProofResponse* response) {
  return ServeUnary(*host_.desk, Rpc::kGetInclusionProof, context, request,
                    response, ByMethod(proofs_, &LogProofs::GetInclusionProof));
}

grpc::ServerUnaryReactor* AuditServiceAdapter::GetConsistencyProof(
    grpc::CallbackServerContext* context,
    const audit::v1::GetConsistencyProofRequest* request,
    audit::v1::GetConsistencyProofResponse* response) {
  return ServeUnary(*host_.desk, Rpc::kGetConsistencyProof, context, request,
                    response,
                    ByMethod(proofs_, &LogProofs::GetConsistencyProof));
}

grpc::ServerWriteReactor<audit::v1::ExportBundleResponse>*
AuditServiceAdapter::ExportBundle(
    grpc::CallbackServerContext* context,
    const audit::v1::ExportBundleRequest* request) {
  using Stream = PagedStream<audit::v1::ExportBundleResponse>;
  const FrontDesk::Visit visit = host_.desk->Begin(Rpc::kExportBundle);
  const auto caller = host_.desk->Admit(visit, *context);
  if (!caller.ok()) return Stream::Refuse(host_, visit, caller.status());
  auto recorder = std::make_unique<AccessRecorder>(
      access_, *caller, std::string(InfoOf(Rpc::kExportBundle).method),
      request->partner_id(), "");
  recorder->set_range(request->from(), request->to(), request->with_keys());
  return Stream::Start(
      host_, visit,
      std::make_unique<RecordedSource<audit::v1::ExportBundleResponse>>(
          std::move(recorder), std::make_unique<BundleSource>(
                                   *request, caller->deadline, &proofs_)));
}

}  // namespace rollbook::services
