#include "services/rpc/caller_identity.h"

#include <gtest/gtest.h>

#include "base/error.h"

namespace rollbook::services {
namespace {

bool HasOnly(const Roles& roles, Role role) {
  for (const Role other :
       {Role::kService, Role::kGateway, Role::kAuditor, Role::kAdmin}) {
    if (roles.Has(other) != (other == role)) return false;
  }
  return true;
}

TEST(CallerIdentity, GivesTheUnixSocketEveryRole) {
  const auto caller = IdentifyCaller({}, {.address = "unix:"});
  ASSERT_TRUE(caller.ok());
  EXPECT_EQ(caller->name, "admin:local");
  EXPECT_TRUE(caller->roles.Has(Role::kAdmin));
  EXPECT_TRUE(caller->roles.Has(Role::kGateway));
  EXPECT_TRUE(caller->roles.Has(Role::kAuditor));
  EXPECT_TRUE(caller->roles.Has(Role::kService));
}

TEST(CallerIdentity, GivesClearLoopbackTheServiceRoleOnly) {
  for (const char* address :
       {"ipv4:127.0.0.1:5000", "ipv6:[::1]:5000", "ipv6:%5B::1%5D:5000"}) {
    const auto caller = IdentifyCaller({}, {.address = address});
    ASSERT_TRUE(caller.ok()) << address;
    EXPECT_TRUE(HasOnly(caller->roles, Role::kService)) << address;
    EXPECT_EQ(caller->name, "service:local");
  }
}

TEST(CallerIdentity, WidensClearLoopbackButNoOtherClearAddress) {
  IdentityRules rules;
  rules.clear_roles = *ParseRoles("service,admin");
  EXPECT_TRUE(IdentifyCaller(rules, {.address = "ipv4:127.0.0.1:5000"})
                  ->roles.Has(Role::kAdmin));
  const auto far = IdentifyCaller(rules, {.address = "ipv4:10.0.0.7:5000"});
  ASSERT_TRUE(far.ok());
  EXPECT_TRUE(HasOnly(far->roles, Role::kService));
}

TEST(CallerIdentity, MapsAnyNameOfTheCertificateToItsRoles) {
  IdentityRules rules;
  ASSERT_TRUE(rules.AddRole("spiffe://bank/audit=auditor").ok());
  ASSERT_TRUE(rules.AddRole("edge.bank.example=gateway,service").ok());
  const auto auditor = IdentifyCaller(
      rules, {.address = "ipv4:10.0.0.7:5000",
              .secure = true,
              .names = {"other.example", "spiffe://bank/audit"}});
  ASSERT_TRUE(auditor.ok());
  EXPECT_EQ(auditor->name, "auditor:spiffe://bank/audit");
  EXPECT_TRUE(HasOnly(auditor->roles, Role::kAuditor));
  const auto edge = IdentifyCaller(rules, {.address = "ipv4:127.0.0.1:5000",
                                           .secure = true,
                                           .names = {"edge.bank.example"}});
  EXPECT_EQ(edge->name, "service:edge.bank.example");
  EXPECT_TRUE(edge->roles.Has(Role::kGateway));
  EXPECT_FALSE(edge->roles.Has(Role::kAdmin));
}

TEST(CallerIdentity, DoesNotKnowAnUnmappedCertificate) {
  IdentityRules rules;
  ASSERT_TRUE(rules.AddRole("edge.bank.example=gateway").ok());
  const auto stranger = IdentifyCaller(rules, {.address = "ipv4:127.0.0.1:5000",
                                               .secure = true,
                                               .names = {"bank.example"}});
  EXPECT_EQ(base::ReasonOf(stranger.status()), base::Reason::kUnauthenticated);
  EXPECT_FALSE(
      IdentifyCaller(rules, {.address = "ipv4:127.0.0.1:1", .secure = true})
          .ok());
}

TEST(CallerIdentity, ReadsRolesAndNamesWhatItCannotRead) {
  EXPECT_TRUE(ParseRoles("service,gateway").ok());
  for (const char* text : {"", "root", "service,", "service, admin"}) {
    EXPECT_FALSE(ParseRoles(text).ok()) << text;
  }
  IdentityRules rules;
  EXPECT_TRUE(rules.AddRole("spiffe://bank/x?a=b=admin").ok());
  EXPECT_TRUE(rules.roles_by_name.contains("spiffe://bank/x?a=b"));
  EXPECT_FALSE(rules.AddRole("=admin").ok());
  EXPECT_FALSE(rules.AddRole("name").ok());
}

}  // namespace
}  // namespace rollbook::services
