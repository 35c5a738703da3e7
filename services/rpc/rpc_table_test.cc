#include "services/rpc/rpc_table.h"

#include <google/protobuf/descriptor.h>
#include <gtest/gtest.h>

#include <map>
#include <set>
#include <string>

#include "rollbook/admin/v1/admin_service.pb.h"
#include "rollbook/audit/v1/audit_service.pb.h"
#include "rollbook/gateway/v1/gateway_service.pb.h"
#include "rollbook/user/v1/user_service.pb.h"

namespace rollbook::services {
namespace {

// Written out a second time on purpose: a change of who may call what has to
// be made in both places.
const std::map<std::string, std::string>& ExpectedRoles() {
  static const std::map<std::string, std::string> expected = {
      {"CreateUser", "service gateway admin"},
      {"GetUser", "service gateway admin"},
      {"UpdateUser", "service gateway admin"},
      {"ChangeUserStatus", "service admin"},
      {"RecordKycResult", "service admin"},
      {"VerifyEmail", "service admin"},
      {"BatchCreateUsers", "service admin"},
      {"ImportUsers", "service admin"},
      {"ListUsers", "service admin"},
      {"EraseUser", "admin"},
      {"HoldUser", "admin"},
      {"ReleaseUser", "admin"},
      {"CreatePartner", "admin"},
      {"ListPartners", "admin"},
      {"UpdatePartner", "admin"},
      {"ChangePartnerStatus", "admin"},
      {"CreateKey", "admin"},
      {"RotateKey", "admin"},
      {"RevokeKey", "admin"},
      {"GetStatus", "admin"},
      {"PurgeErased", "admin"},
      {"CreateBackup", "admin"},
      {"RebuildProjection", "admin"},
      {"VerifyProjection", "admin"},
      {"GetUserAt", "service auditor admin"},
      {"DiffUser", "service auditor admin"},
      {"ExportUser", "auditor admin"},
      {"ListAccess", "auditor admin"},
      {"ListUserEvents", "service auditor admin"},
      {"ReadLog", "auditor admin"},
      {"Subscribe", "service auditor admin"},
      {"ListDailyCounts", "service auditor admin"},
      {"GetCheckpoint", "auditor admin"},
      {"GetPublicKey", "auditor admin"},
      {"GetInclusionProof", "auditor admin"},
      {"GetConsistencyProof", "auditor admin"},
      {"ExportBundle", "auditor admin"},
      {"ResolveCredential", "gateway"},
      {"WatchCredentials", "gateway"},
  };
  return expected;
}

std::string RolesAsText(const Roles& roles) {
  std::string text;
  const auto add = [&](Role role, const char* name) {
    if (!roles.Has(role)) return;
    if (!text.empty()) text.push_back(' ');
    text.append(name);
  };
  add(Role::kService, "service");
  add(Role::kGateway, "gateway");
  add(Role::kAuditor, "auditor");
  add(Role::kAdmin, "admin");
  return text;
}

TEST(RpcTable, GivesEachRpcTheRolesOfTheDesign) {
  for (const RpcInfo& info : AllRpcs()) {
    const auto it = ExpectedRoles().find(std::string(info.method));
    ASSERT_NE(it, ExpectedRoles().end()) << info.method;
    EXPECT_EQ(RolesAsText(info.allowed), it->second) << info.method;
  }
}

TEST(RpcTable, IsInTheOrderOfTheEnum) {
  size_t index = 0;
  for (const RpcInfo& info : AllRpcs()) {
    EXPECT_EQ(static_cast<size_t>(info.rpc), index++) << info.method;
  }
  EXPECT_EQ(index, kRpcCount);
}

TEST(RpcTable, HasEveryMethodOfEveryServiceAndNoOther) {
  std::set<std::string> in_table;
  for (const RpcInfo& info : AllRpcs()) {
    in_table.insert(std::string(info.service) + "." + std::string(info.method));
  }
  std::set<std::string> in_protos;
  for (const auto* file :
       {user::v1::CreateUserRequest::descriptor()->file(),
        admin::v1::CreatePartnerRequest::descriptor()->file(),
        audit::v1::ReadLogRequest::descriptor()->file(),
        gateway::v1::ResolveCredentialRequest::descriptor()->file()}) {
    const auto* service = file->service(0);
    for (int i = 0; i < service->method_count(); ++i) {
      in_protos.insert(service->method(i)->full_name());
    }
  }
  EXPECT_EQ(in_table, in_protos);
}

}  // namespace
}  // namespace rollbook::services
