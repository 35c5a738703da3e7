#ifndef ROLLBOOK_SERVICES_RPC_RPC_TABLE_H_
#define ROLLBOOK_SERVICES_RPC_RPC_TABLE_H_

#include <cstddef>
#include <span>
#include <string_view>

#include "services/caller.h"

// Every RPC and who may call it: the only place where that is decided.
namespace rollbook::services {

enum class Rpc : size_t {
  // rollbook.user.v1.UserService
  kCreateUser,
  kGetUser,
  kUpdateUser,
  kChangeUserStatus,
  kRecordKycResult,
  kVerifyEmail,
  kBatchCreateUsers,
  kImportUsers,
  kListUsers,
  kEraseUser,
  kHoldUser,
  kReleaseUser,
  // rollbook.admin.v1.AdminService
  kCreatePartner,
  kListPartners,
  kUpdatePartner,
  kChangePartnerStatus,
  kCreateKey,
  kRotateKey,
  kRevokeKey,
  kGetStatus,
  kPurgeErased,
  kCreateBackup,
  kRebuildProjection,
  kVerifyProjection,
  // rollbook.audit.v1.AuditService
  kGetUserAt,
  kDiffUser,
  kExportUser,
  kListAccess,
  kListUserEvents,
  kReadLog,
  kSubscribe,
  kListDailyCounts,
  kGetCheckpoint,
  kGetPublicKey,
  kGetInclusionProof,
  kGetConsistencyProof,
  kExportBundle,
  // rollbook.gateway.v1.GatewayService
  kResolveCredential,
  kWatchCredentials,
};

inline constexpr size_t kRpcCount =
    static_cast<size_t>(Rpc::kWatchCredentials) + 1;

struct RpcInfo {
  Rpc rpc;
  std::string_view service;  // "rollbook.user.v1.UserService"
  std::string_view method;   // "CreateUser"
  Roles allowed;             // any one of them
};

// All RPCs, in the order of the enum.
std::span<const RpcInfo> AllRpcs();

const RpcInfo& InfoOf(Rpc rpc);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_RPC_TABLE_H_
