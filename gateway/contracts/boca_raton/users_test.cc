#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "gateway/testing/boca_raton_fixture.h"
#include "gtest/gtest.h"

namespace rollbook::gateway {
namespace {

TEST_F(BocaRatonTest, ShowsAUserWithItsEtag) {
  for (const char* method : {"GET", "HEAD"}) {
    const auto response = Send({method, "/v1/users/partner-user-42", "", {}});
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(
        response.body,
        R"({"userId":"550e8400-e29b-41d4-a716-446655440000",)"
        R"("externalId":"partner-user-42","status":"pendingCompliance"})");
    EXPECT_EQ(HeaderOf(response, "ETag"), "\"3\"");
  }
  EXPECT_EQ(backend_.gets.at(0).partner_id(), "acme");
}

TEST_F(BocaRatonTest, NamesEveryStatus) {
  const std::pair<user::v1::UserStatus, const char*> names[] = {
      {user::v1::USER_STATUS_PENDING_COMPLIANCE, "pendingCompliance"},
      {user::v1::USER_STATUS_ACTIVE, "active"},
      {user::v1::USER_STATUS_REJECTED, "rejected"},
      {user::v1::USER_STATUS_SUSPENDED, "suspended"},
      {user::v1::USER_STATUS_CLOSED, "closed"},
  };
  for (const auto& [status, name] : names) {
    backend_.on_get = [status = status](const auto&) {
      user::v1::GetUserResponse response;
      *response.mutable_user() = Jane();
      response.mutable_user()->set_status(status);
      return response;
    };
    EXPECT_EQ(Json::parse(Send(TestRequest{}).body)["status"], name);
  }
}

TEST_F(BocaRatonTest, DecodesTheIdInThePathOnce) {
  Send({"GET", "/v1/users/partner%20user%2F42%2B%C3%A9?x=%3a", "", {}});
  EXPECT_EQ(backend_.gets.at(0).user().external_id(), "partner user/42+\u00e9");
  Send({"GET", "/v1/users/a+b%2541", "", {}});
  EXPECT_EQ(backend_.gets.at(1).user().external_id(), "a+b%41");
  Send({"GET", "/v1/users/..", "", {}});
  EXPECT_EQ(backend_.gets.at(2).user().external_id(), "..");
}

TEST_F(BocaRatonTest, RefusesAnIdWithBadEncodingOrLength) {
  std::string two_bytes_each;
  for (int i = 0; i < 128; ++i) two_bytes_each += "%C3%A9";
  EXPECT_EQ(Send({"GET", "/v1/users/" + two_bytes_each, "", {}}).status, 200);
  for (const std::string& id :
       {std::string("%zz"), std::string("%"), std::string("%ff"),
        std::string("%ed%a0%80"), std::string(), two_bytes_each + "x"}) {
    for (const TestRequest& request :
         {TestRequest{"GET", "/v1/users/" + id, "", {}},
          TestRequest{"PATCH", "/v1/users/" + id, "{}", {}}}) {
      const auto response = Send(request);
      EXPECT_EQ(response.status, 400) << id;
      EXPECT_EQ(FieldErrorsOf(response),
                (FieldList{{"externalId", "Is not valid"}}));
    }
  }
}

std::vector<std::string> MaskOf(const user::v1::UpdateUserRequest& request) {
  return {request.update_mask().paths().begin(),
          request.update_mask().paths().end()};
}

TEST_F(BocaRatonTest, PatchesWhatIsThereAndClearsWhatIsNullOrEmpty) {
  const auto response =
      Send(Patch(R"({"occupation":null,"addressLine2":"","city":"Ottawa",)"
                 R"("isCiroAffiliate":true,"externalId":"partner-user-42"})"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body,
            R"({"userId":"550e8400-e29b-41d4-a716-446655440000",)"
            R"("externalId":"partner-user-42","status":"pendingCompliance",)"
            R"("updatedAt":"2026-03-14T15:45:00Z"})");
  EXPECT_EQ(HeaderOf(response, "ETag"), "\"3\"");
  const user::v1::UpdateUserRequest& request = backend_.updates.at(0);
  EXPECT_EQ(request.user().external_id(), "partner-user-42");
  EXPECT_EQ(MaskOf(request),
            (std::vector<std::string>{"address.city", "address.line2",
                                      "occupation", "is_ciro_affiliate"}));
  EXPECT_EQ(request.profile().address().city(), "Ottawa");
  EXPECT_FALSE(request.profile().address().has_line2());
  EXPECT_FALSE(request.profile().has_occupation());
  EXPECT_TRUE(request.profile().is_ciro_affiliate());
  EXPECT_FALSE(request.has_expected_version());
  EXPECT_EQ(request.rules().min_age(), 18u);
}

TEST_F(BocaRatonTest, SendsAnEmptyMaskForAnEmptyPatch) {
  EXPECT_EQ(Send(Patch("{}")).status, 200);
  EXPECT_TRUE(backend_.updates.at(0).has_update_mask());
  EXPECT_EQ(MaskOf(backend_.updates.at(0)).size(), 0u);
}

TEST_F(BocaRatonTest, RefusesAnotherIdInAPatch) {
  for (const char* id : {"\"other\"", "null", "\"\""}) {
    const auto response =
        Send(Patch("{\"externalId\":" + std::string(id) + "}"));
    EXPECT_EQ(FieldErrorsOf(response),
              (FieldList{{"externalId", "Is not valid"}}))
        << id;
    EXPECT_TRUE(backend_.updates.back().validate_only());
  }
  EXPECT_EQ(FieldErrorsOf(Send(Patch(R"({"externalId":7})"))),
            (FieldList{{"externalId", "Must be a string"}}));
}

TEST_F(BocaRatonTest, HonoursIfMatch) {
  const auto version_for = [&](const char* tags) {
    TestRequest request = Patch("{}");
    request.headers = {{"If-Match", tags}};
    Send(request);
    return backend_.updates.back().expected_version();
  };
  constexpr uint64_t kNever = std::numeric_limits<uint64_t>::max();
  EXPECT_EQ(version_for("\"7\""), 7u);
  EXPECT_EQ(version_for("W/\"7\""), kNever);
  EXPECT_EQ(version_for("nonsense"), kNever);
  // The user is at version 3.
  EXPECT_EQ(version_for("\"2\", \"3\""), 3u);
  EXPECT_EQ(version_for("\"1\", \"2\""), kNever);
  version_for("*");
  EXPECT_FALSE(backend_.updates.back().has_expected_version());
}

}  // namespace
}  // namespace rollbook::gateway
