#ifndef ROLLBOOK_GATEWAY_TESTING_BOCA_RATON_FIXTURE_H_
#define ROLLBOOK_GATEWAY_TESTING_BOCA_RATON_FIXTURE_H_

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/ids.h"
#include "gateway/testing/gateway_fixture.h"
#include "gtest/gtest.h"

namespace rollbook::gateway {

using Json = nlohmann::ordered_json;
using FieldList = std::vector<std::pair<std::string, std::string>>;

// The example of contract section 1.3.
inline constexpr char kExample[] =
    R"({"externalId":"partner-user-42","email":"jane.doe@example.com",)"
    R"("firstName":"Jane","lastName":"Doe","dateOfBirth":"1990-05-15",)"
    R"("addressLine1":"123 Main St","addressLine2":"Suite 400",)"
    R"("city":"Toronto","postalCode":"M5V 2T6","province":"ON",)"
    R"("country":"CA","occupation":"Software Engineer",)"
    R"("isCiroAffiliate":false})";

inline constexpr char kUuid[] = "550e8400-e29b-41d4-a716-446655440000";
inline constexpr char kFirstId[] = "req-a1b2c3d4-e5f6-7890-abcd-ef1234567890";

inline user::v1::User Jane() {
  user::v1::User user;
  user.set_user_id(kUuid);
  user.set_external_id("partner-user-42");
  user.set_status(user::v1::USER_STATUS_PENDING_COMPLIANCE);
  user.set_version(3);
  user.mutable_update_time()->set_seconds(1773503100);  // 2026-03-14T15:45:00Z
  user.mutable_update_time()->set_nanos(999'999'999);
  return user;
}

inline FieldList FieldErrorsOf(const http::HttpResponse& response) {
  FieldList list;
  const Json body = Json::parse(response.body);
  for (const auto& entry : body.at("fieldErrors")) {
    list.emplace_back(entry["field"], entry["message"]);
  }
  return list;
}

inline base::FieldViolation Violation(std::string field, std::string message) {
  return {std::move(field), "CODE", std::move(message)};
}

// A gateway with a partner of boca-raton, over a backend that knows Jane.
class BocaRatonTest : public GatewayFixture {
 protected:
  BocaRatonTest() {
    backend_.on_create = [](const auto&) {
      user::v1::CreateUserResponse response;
      *response.mutable_user() = Jane();
      return response;
    };
    backend_.on_get = [](const auto&) {
      user::v1::GetUserResponse response;
      *response.mutable_user() = Jane();
      return response;
    };
    backend_.on_update = [](const auto&) {
      user::v1::UpdateUserResponse response;
      *response.mutable_user() = Jane();
      return response;
    };
  }

  admin::v1::PartnerPolicy& policy() {
    return *backend_.keys[kTestKey].mutable_policy();
  }

  http::HttpResponse PostTo(std::string body) { return Send(Post(body)); }

  void ExpectError(const http::HttpResponse& response, int status,
                   const std::string& error, const std::string& message) {
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(HeaderOf(response, "Content-Type"), "application/json");
    const std::string id = HeaderOf(response, "X-Request-Id");
    EXPECT_TRUE(base::ParseUuid(std::string_view(id).substr(4))) << id;
    EXPECT_EQ(response.body,
              Json({{"error", error}, {"message", message}, {"requestId", id}})
                  .dump());
  }
};

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_TESTING_BOCA_RATON_FIXTURE_H_
