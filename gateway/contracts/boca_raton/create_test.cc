#include "gateway/testing/boca_raton_fixture.h"
#include "gtest/gtest.h"

namespace rollbook::gateway {
namespace {

TEST_F(BocaRatonTest, CreatesTheUserOfTheExample) {
  const http::HttpResponse response = PostTo(kExample);
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(response.body,
            R"({"userId":"550e8400-e29b-41d4-a716-446655440000",)"
            R"("externalId":"partner-user-42","status":"pendingCompliance"})");
  EXPECT_EQ(HeaderOf(response, "ETag"), "\"3\"");
  EXPECT_EQ(HeaderOf(response, "Idempotent-Replayed"), "");

  ASSERT_EQ(backend_.creates.size(), 1u);
  const user::v1::CreateUserRequest& request = backend_.creates[0];
  EXPECT_EQ(request.partner_id(), "acme");
  EXPECT_EQ(request.external_id(), "partner-user-42");
  EXPECT_FALSE(request.validate_only());
  EXPECT_EQ(request.edge().signature().size(), 32u);
  EXPECT_EQ(request.edge().idempotency_key(), "");
  const user::v1::Profile& profile = request.profile();
  EXPECT_EQ(profile.email(), "jane.doe@example.com");
  EXPECT_EQ(profile.first_name(), "Jane");
  EXPECT_EQ(profile.last_name(), "Doe");
  EXPECT_EQ(profile.date_of_birth(), "1990-05-15");
  EXPECT_EQ(profile.address().line1(), "123 Main St");
  EXPECT_EQ(profile.address().line2(), "Suite 400");
  EXPECT_EQ(profile.address().city(), "Toronto");
  EXPECT_EQ(profile.address().postal_code(), "M5V 2T6");
  EXPECT_EQ(profile.address().province(), "ON");
  EXPECT_EQ(profile.address().country(), "CA");
  EXPECT_EQ(profile.occupation(), "Software Engineer");
  EXPECT_TRUE(profile.has_is_ciro_affiliate());
  EXPECT_FALSE(profile.is_ciro_affiliate());
}

TEST_F(BocaRatonTest, TakesNullAndEmptyOptionalFieldsForAbsent) {
  PostTo(R"({"externalId":"x","email":"","firstName":null,"addressLine2":null,)"
         R"("occupation":"","province":"","isCiroAffiliate":null})");
  const user::v1::Profile& profile = backend_.creates.at(0).profile();
  EXPECT_TRUE(profile.has_email()) << "required: its emptiness is judged";
  EXPECT_FALSE(profile.has_first_name());
  EXPECT_FALSE(profile.has_occupation());
  EXPECT_FALSE(profile.has_is_ciro_affiliate());
  EXPECT_FALSE(profile.has_address());
}

TEST_F(BocaRatonTest, IgnoresAndCountsUnknownMembers) {
  EXPECT_EQ(
      PostTo(R"({"externalId":"x","nick":{"a":[1]},"status":"active"})").status,
      201);
}

TEST_F(BocaRatonTest, RefusesUnknownMembersWhereThePolicySaysSo) {
  policy().set_unknown_members(admin::v1::UNKNOWN_MEMBERS_REFUSE);
  const auto response = PostTo(R"({"externalId":"x","nick":1,"zip":2})");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(FieldErrorsOf(response),
            (FieldList{{"nick", "Is not valid"}, {"zip", "Is not valid"}}));
}

}  // namespace
}  // namespace rollbook::gateway
