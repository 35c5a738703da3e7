#ifndef ROLLBOOK_GATEWAY_TESTING_SMARTPHONEKEY_FIXTURE_H_
#define ROLLBOOK_GATEWAY_TESTING_SMARTPHONEKEY_FIXTURE_H_

#include <string>
#include <utility>
#include <vector>

#include "gateway/testing/gateway_fixture.h"

namespace rollbook::gateway {

using Json = nlohmann::ordered_json;
using HeaderList = std::vector<std::pair<std::string, std::string>>;

inline constexpr char kKey[] = "rbk_phone0001";
inline constexpr char kId[] = "6F9619FF-8B86-D011-B42D-00C04FC964FF";
inline constexpr char kIdInLowerCase[] = "6f9619ff-8b86-d011-b42d-00c04fc964ff";
inline constexpr char kOtherId[] = "7f9619ff-8b86-d011-b42d-00c04fc964ff";
inline constexpr char kBadRequest[] =
    "The request contains invalid parameters or malformed data";

inline user::v1::User Ann() {
  user::v1::User user;
  user.set_user_id("550e8400-e29b-41d4-a716-446655440000");
  user.set_external_id(kId);
  user.set_status(user::v1::USER_STATUS_ACTIVE);
  user.set_version(4);
  user.mutable_update_time()->set_seconds(1773503100);  // 2026-03-14T15:45:00Z
  user.mutable_profile()->set_email("ann@example.com");
  user.mutable_profile()->set_phone_number("+1-555-0123");
  return user;
}

// A gateway whose partner "keys" has an API key of smartphonekey, over a
// backend that knows Ann.
class SmartphoneKeyTest : public GatewayFixture {
 protected:
  SmartphoneKeyTest() {
    AddKey(kKey, "keys", "smartphonekey");
    backend_.on_create = [](const user::v1::CreateUserRequest& request) {
      user::v1::CreateUserResponse response;
      user::v1::User& user = *response.mutable_user();
      user.set_external_id(request.external_id());
      *user.mutable_profile() = request.profile();
      user.set_status(request.initial_status());
      user.set_version(1);
      return response;
    };
    backend_.on_get = [](const auto&) {
      user::v1::GetUserResponse response;
      *response.mutable_user() = Ann();
      return response;
    };
  }

  http::HttpResponse Call(const std::string& method, const std::string& path,
                          const std::string& body,
                          HeaderList headers = {{"X-API-Key", kKey}}) {
    return SendPlain(method, "/users/" + path, body, headers);
  }
  http::HttpResponse Create(const std::string& body) {
    return Call("POST", std::string(kId) + "/CreateUser", body);
  }
  http::HttpResponse SetPhone(const std::string& body) {
    return Call("POST", std::string(kId) + "/UpdatePhoneNumber", body);
  }

  static std::string Error(int code, const std::string& error,
                           const std::string& message) {
    return Json({{"error", error}, {"message", message}, {"code", code}})
        .dump();
  }
  static std::string Invalid(
      const std::vector<std::pair<std::string, std::string>>& details) {
    Json body = {{"error", "Bad Request"},
                 {"message", kBadRequest},
                 {"code", 400},
                 {"details", Json::array()}};
    for (const auto& [field, message] : details) {
      body["details"].push_back({{"field", field}, {"message", message}});
    }
    return body.dump();
  }
};

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_TESTING_SMARTPHONEKEY_FIXTURE_H_
