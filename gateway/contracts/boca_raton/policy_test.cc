#include "gateway/contracts/boca_raton/policy.h"

#include "gateway/testing/boca_raton_fixture.h"
#include "gtest/gtest.h"

namespace rollbook::gateway {
namespace {

TEST(BocaRatonPolicy, IsTheContractsTableByDefault) {
  const auto policy = boca_raton::MakePolicy({});
  const user::v1::ProfileRules& rules = policy->rules;
  EXPECT_EQ(rules.required_size(), 8);
  EXPECT_TRUE(policy->Requires(user::v1::PROFILE_FIELD_EMAIL));
  EXPECT_FALSE(policy->Requires(user::v1::PROFILE_FIELD_OCCUPATION));
  EXPECT_EQ(rules.max_code_points_size() % 2, 0);
  EXPECT_EQ(rules.min_age(), 18u);
  EXPECT_FALSE(rules.unique_email());
  EXPECT_TRUE(rules.address_by_country());
  EXPECT_TRUE(rules.check_subdivision());
  EXPECT_FALSE(policy->refuse_unknown_members);
}

TEST(BocaRatonPolicy, LetsThePartnersPolicyDecide) {
  admin::v1::PartnerPolicy partner;
  partner.mutable_required_fields()->add_names("occupation");
  partner.set_min_age(0);
  partner.set_unique_email(true);
  partner.set_check_address(false);
  const auto policy = boca_raton::MakePolicy(partner);
  EXPECT_TRUE(policy->Requires(user::v1::PROFILE_FIELD_EXTERNAL_ID));
  EXPECT_TRUE(policy->Requires(user::v1::PROFILE_FIELD_OCCUPATION));
  EXPECT_EQ(policy->rules.required_size(), 2);
  EXPECT_EQ(policy->rules.min_age(), 0u);
  EXPECT_TRUE(policy->rules.unique_email());
  EXPECT_FALSE(policy->rules.address_by_country());
  EXPECT_FALSE(policy->rules.check_subdivision());
}

TEST_F(BocaRatonTest, ReportsEachRequestByItsRouteTemplate) {
  Send(TestRequest{});
  Send({"GET", "/nowhere/jane.doe@example.com", "", {}});
  ASSERT_EQ(observer_.records.size(), 2u);
  EXPECT_EQ(observer_.records[0].route, "/v1/users/{externalId}");
  EXPECT_EQ(observer_.records[0].method, "GET");
  EXPECT_EQ(observer_.records[0].status, 200);
  EXPECT_EQ(observer_.records[0].contract, "boca-raton");
  EXPECT_EQ(observer_.records[1].route, "none");
  EXPECT_EQ(observer_.records[1].method, "OTHER");
}

}  // namespace
}  // namespace rollbook::gateway
