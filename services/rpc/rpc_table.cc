#include "services/rpc/rpc_table.h"

#include <array>

namespace rollbook::services {
namespace {

constexpr std::string_view kUser = "rollbook.user.v1.UserService";
constexpr std::string_view kAdminService = "rollbook.admin.v1.AdminService";
constexpr std::string_view kAudit = "rollbook.audit.v1.AuditService";
constexpr std::string_view kGatewayService =
    "rollbook.gateway.v1.GatewayService";

const std::array<RpcInfo, kRpcCount>& Table() {
  // What a contract's routes need is open to gateways as well.
  static const Roles edge = {Role::kService, Role::kGateway, Role::kAdmin};
  static const Roles inside = {Role::kService, Role::kAdmin};
  static const Roles admin = {Role::kAdmin};
  static const Roles audit = {Role::kAuditor, Role::kAdmin};
  // A service sees the partners that were granted to it.
  static const Roles history = {Role::kService, Role::kAuditor, Role::kAdmin};
  static const Roles gateway = {Role::kGateway};
  static const std::array<RpcInfo, kRpcCount> table = {{
      {Rpc::kCreateUser, kUser, "CreateUser", edge},
      {Rpc::kGetUser, kUser, "GetUser", edge},
      {Rpc::kUpdateUser, kUser, "UpdateUser", edge},
      {Rpc::kChangeUserStatus, kUser, "ChangeUserStatus", inside},
      {Rpc::kRecordKycResult, kUser, "RecordKycResult", inside},
      {Rpc::kVerifyEmail, kUser, "VerifyEmail", inside},
      {Rpc::kBatchCreateUsers, kUser, "BatchCreateUsers", inside},
      {Rpc::kImportUsers, kUser, "ImportUsers", inside},
      {Rpc::kListUsers, kUser, "ListUsers", inside},
      {Rpc::kEraseUser, kUser, "EraseUser", admin},
      {Rpc::kHoldUser, kUser, "HoldUser", admin},
      {Rpc::kReleaseUser, kUser, "ReleaseUser", admin},
      {Rpc::kCreatePartner, kAdminService, "CreatePartner", admin},
      {Rpc::kListPartners, kAdminService, "ListPartners", admin},
      {Rpc::kUpdatePartner, kAdminService, "UpdatePartner", admin},
      {Rpc::kChangePartnerStatus, kAdminService, "ChangePartnerStatus", admin},
      {Rpc::kCreateKey, kAdminService, "CreateKey", admin},
      {Rpc::kRotateKey, kAdminService, "RotateKey", admin},
      {Rpc::kRevokeKey, kAdminService, "RevokeKey", admin},
      {Rpc::kGetStatus, kAdminService, "GetStatus", admin},
      {Rpc::kPurgeErased, kAdminService, "PurgeErased", admin},
      {Rpc::kCreateBackup, kAdminService, "CreateBackup", admin},
      {Rpc::kRebuildProjection, kAdminService, "RebuildProjection", admin},
      {Rpc::kVerifyProjection, kAdminService, "VerifyProjection", admin},
      {Rpc::kGetUserAt, kAudit, "GetUserAt", history},
      {Rpc::kDiffUser, kAudit, "DiffUser", history},
      {Rpc::kExportUser, kAudit, "ExportUser", audit},
      {Rpc::kListAccess, kAudit, "ListAccess", audit},
      {Rpc::kListUserEvents, kAudit, "ListUserEvents", history},
      {Rpc::kReadLog, kAudit, "ReadLog", audit},
      {Rpc::kSubscribe, kAudit, "Subscribe", history},
      {Rpc::kListDailyCounts, kAudit, "ListDailyCounts", history},
      {Rpc::kGetCheckpoint, kAudit, "GetCheckpoint", audit},
      {Rpc::kGetPublicKey, kAudit, "GetPublicKey", audit},
      {Rpc::kGetInclusionProof, kAudit, "GetInclusionProof", audit},
      {Rpc::kGetConsistencyProof, kAudit, "GetConsistencyProof", audit},
      {Rpc::kExportBundle, kAudit, "ExportBundle", audit},
      {Rpc::kResolveCredential, kGatewayService, "ResolveCredential", gateway},
      {Rpc::kWatchCredentials, kGatewayService, "WatchCredentials", gateway},
  }};
  return table;
}

}  // namespace

std::span<const RpcInfo> AllRpcs() { return Table(); }

const RpcInfo& InfoOf(Rpc rpc) { return Table()[static_cast<size_t>(rpc)]; }

}  // namespace rollbook::services
