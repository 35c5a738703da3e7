#ifndef ROLLBOOK_SERVICES_RPC_ADMIN_SERVICE_H_
#define ROLLBOOK_SERVICES_RPC_ADMIN_SERVICE_H_

#include <functional>
#include <utility>

#include "absl/status/statusor.h"
#include "rollbook/admin/v1/admin_service.grpc.pb.h"
#include "services/audit/access_recorder.h"
#include "services/partners/partner_registry.h"
#include "services/projections/projections.h"
#include "services/rpc/front_desk.h"
#include "services/rpc/paged_stream.h"
#include "services/users/erasure_purger.h"

namespace rollbook::services {

// What the composition root knows of the whole; must not block.
using StatusReport = std::function<admin::v1::GetStatusResponse()>;
using BackupMaker =
    std::function<absl::StatusOr<admin::v1::CreateBackupResponse>(
        const admin::v1::CreateBackupRequest&)>;

// rollbook.admin.v1 over gRPC.
class AdminServiceAdapter final
    : public admin::v1::AdminService::CallbackService {
 public:
  // All must outlive the server.
  AdminServiceAdapter(const StreamHost& host, const AccessDesk& access,
                      PartnerRegistry* partners, ErasurePurger* purger,
                      Projections* projections, BackupMaker backup,
                      StatusReport status)
      : host_(host),
        desk_(*host.desk),
        access_(access),
        partners_(*partners),
        purger_(*purger),
        projections_(*projections),
        backup_(std::move(backup)),
        status_(std::move(status)) {}

  grpc::ServerUnaryReactor* CreatePartner(
      grpc::CallbackServerContext* context,
      const admin::v1::CreatePartnerRequest* request,
      admin::v1::CreatePartnerResponse* response) override;
  grpc::ServerUnaryReactor* ListPartners(
      grpc::CallbackServerContext* context,
      const admin::v1::ListPartnersRequest* request,
      admin::v1::ListPartnersResponse* response) override;
  grpc::ServerUnaryReactor* UpdatePartner(
      grpc::CallbackServerContext* context,
      const admin::v1::UpdatePartnerRequest* request,
      admin::v1::UpdatePartnerResponse* response) override;
  grpc::ServerUnaryReactor* ChangePartnerStatus(
      grpc::CallbackServerContext* context,
      const admin::v1::ChangePartnerStatusRequest* request,
      admin::v1::ChangePartnerStatusResponse* response) override;
  grpc::ServerUnaryReactor* CreateKey(
      grpc::CallbackServerContext* context,
      const admin::v1::CreateKeyRequest* request,
      admin::v1::CreateKeyResponse* response) override;
  grpc::ServerUnaryReactor* RotateKey(
      grpc::CallbackServerContext* context,
      const admin::v1::RotateKeyRequest* request,
      admin::v1::RotateKeyResponse* response) override;
  grpc::ServerUnaryReactor* RevokeKey(
      grpc::CallbackServerContext* context,
      const admin::v1::RevokeKeyRequest* request,
      admin::v1::RevokeKeyResponse* response) override;
  grpc::ServerUnaryReactor* GetStatus(
      grpc::CallbackServerContext* context,
      const admin::v1::GetStatusRequest* request,
      admin::v1::GetStatusResponse* response) override;
  grpc::ServerUnaryReactor* PurgeErased(
      grpc::CallbackServerContext* context,
      const admin::v1::PurgeErasedRequest* request,
      admin::v1::PurgeErasedResponse* response) override;
  grpc::ServerUnaryReactor* CreateBackup(
      grpc::CallbackServerContext* context,
      const admin::v1::CreateBackupRequest* request,
      admin::v1::CreateBackupResponse* response) override;
  grpc::ServerUnaryReactor* RebuildProjection(
      grpc::CallbackServerContext* context,
      const admin::v1::RebuildProjectionRequest* request,
      admin::v1::RebuildProjectionResponse* response) override;
  grpc::ServerWriteReactor<admin::v1::VerifyProjectionResponse>*
  VerifyProjection(grpc::CallbackServerContext* context,
                   const admin::v1::VerifyProjectionRequest* request) override;

 private:
  template <typename Request, typename Response, typename Method>
  grpc::ServerUnaryReactor* Serve(Rpc rpc, grpc::CallbackServerContext* context,
                                  const Request* request, Response* response,
                                  Method use_case);

  const StreamHost host_;
  FrontDesk& desk_;
  const AccessDesk access_;
  PartnerRegistry& partners_;
  ErasurePurger& purger_;
  Projections& projections_;
  const BackupMaker backup_;
  const StatusReport status_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_ADMIN_SERVICE_H_
