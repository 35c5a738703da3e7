// A request of a known partner, whatever its path and body: the gateway
// answers in JSON, and never as if it were its own fault.

#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/testing/gateway_fixture.h"
#include "tests/fuzz/require.h"

namespace rollbook::gateway {
namespace {

using fuzz::Require;

// The routes of all contracts; "{}" is filled with bytes of the input.
struct Target {
  std::string_view contract;
  std::string_view method;
  std::string_view path;
  bool has_body;
};
constexpr auto kTargets = std::to_array<Target>({
    {"boca-raton", "POST", "/v1/users", true},
    {"boca-raton", "PATCH", "/v1/users/{}", true},
    {"boca-raton", "GET", "/v1/users/{}", false},
    {"capa", "POST", "/api/partner/v1/user", true},
    {"smartphonekey", "POST", "/users/{}/CreateUser", true},
    {"smartphonekey", "POST", "/users/{}/UpdatePhoneNumber", true},
    {"smartphonekey", "GET", "/users/{}/profile", false},
    {"wealthyhood", "POST", "/users", true},
});

class Gateway final : public GatewayFixture {
 public:
  Gateway() {
    AddKey("key-of-capa", "capa", "capa");
    AddKey("key-of-smartphonekey", "phones", "smartphonekey");
    v1::Credential& client = backend_.clients[{"iss", "app"}];
    client.set_partner_id("wealth");
    client.set_contract("wealthyhood");
    client.set_partner_status(admin::v1::PARTNER_STATUS_ACTIVE);
    VerifiedToken token;
    token.issuer = "iss";
    token.client_id = "app";
    tokens_.Allow("token", token);
    backend_.on_create = [](const user::v1::CreateUserRequest& request) {
      user::v1::CreateUserResponse response;
      FillUser(request.external_id(), request.profile(),
               response.mutable_user());
      return response;
    };
    backend_.on_get = [](const user::v1::GetUserRequest& request) {
      user::v1::GetUserResponse response;
      FillUser(request.user().external_id(), {}, response.mutable_user());
      return response;
    };
    backend_.on_update = [](const user::v1::UpdateUserRequest& request) {
      user::v1::UpdateUserResponse response;
      FillUser(request.user().external_id(), request.profile(),
               response.mutable_user());
      return response;
    };
  }

  http::HttpResponse Try(const Target& target, const std::string& id,
                         std::string body) {
    // What was asked and answered before is of no interest.
    backend_.creates.clear();
    backend_.gets.clear();
    backend_.updates.clear();
    observer_.records.clear();
    std::string path(target.path);
    if (const size_t at = path.find("{}"); at != std::string::npos) {
      path.replace(at, 2, id);
    }
    if (!target.has_body) body.clear();
    const std::string method(target.method);
    if (target.contract == "capa") {
      return SendPlain(method, path, body,
                       {{"partner-api-key", "key-of-capa"}});
    }
    if (target.contract == "smartphonekey") {
      return SendPlain(method, path, body,
                       {{"X-API-Key", "key-of-smartphonekey"}});
    }
    if (target.contract == "wealthyhood") {
      return SendPlain(method, path, body, {{"Authorization", "Bearer token"}});
    }
    TestRequest request;
    request.method = method;
    request.target = path;
    request.body = std::move(body);
    return Send(request);
  }

 private:
  void TestBody() override {}

  static void FillUser(const std::string& external_id,
                       const user::v1::Profile& profile, user::v1::User* user) {
    user->set_user_id("550e8400-e29b-41d4-a716-446655440000");
    user->set_partner_id("acme");
    user->set_external_id(external_id);
    *user->mutable_profile() = profile;
    user->set_status(user::v1::USER_STATUS_ACTIVE);
    user->set_kyc_status(user::v1::KYC_STATUS_PENDING);
    user->set_version(1);
    user->mutable_create_time()->set_seconds(1773403200);
    *user->mutable_update_time() = user->create_time();
  }
};

// What a path segment can be made of: the HTTP guard lets nothing else pass.
std::string AsSegment(std::string_view bytes) {
  std::string segment;
  for (const char c : bytes) {
    if (c > ' ' && c < 0x7f && c != '/') segment.push_back(c);
  }
  return segment;
}

}  // namespace
}  // namespace rollbook::gateway

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace rollbook::gateway;
  static Gateway& gateway = *new Gateway;
  if (size < 2) return 0;
  const Target& target = kTargets[data[0] % kTargets.size()];
  const size_t id_size = std::min<size_t>(data[1], size - 2);
  const std::string_view rest(reinterpret_cast<const char*>(data + 2),
                              size - 2);
  const http::HttpResponse answer =
      gateway.Try(target, AsSegment(rest.substr(0, id_size)),
                  std::string(rest.substr(id_size)));
  Require(answer.status >= 200 && answer.status < 500, "the gateway's fault");
  Require(nlohmann::json::accept(answer.body), "an answer that is not JSON");
  return 0;
}
