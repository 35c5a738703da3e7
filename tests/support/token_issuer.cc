#include "tests/support/token_issuer.h"

#include <fstream>

#include "absl/time/clock.h"

namespace rollbook::tests {
namespace {

using Json = nlohmann::json;

constexpr char kAudience[] = "https://api.example";

void Write(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::trunc) << text;
}

}  // namespace

TokenIssuer::TokenIssuer(gateway::jwt::Algorithm algorithm)
    : algorithm_(algorithm), key_("key-1", gateway::jwt::KindFor(algorithm)) {
  Write(directory_.path() + "/keys.json", gateway::jwt::KeySet({key_.Jwk()}));
  Write(issuers_file_,
        Json::array({{{"issuer", kName},
                      {"audience", kAudience},
                      {"algorithms", {gateway::jwt::NameOf(algorithm_)}},
                      {"jwksFile", "keys.json"},
                      {"requiredScopes", {{"wealthyhood", {"create:users"}}}}}})
            .dump());
}

ServiceOptions TokenIssuer::AddTo(ServiceOptions options) const {
  const std::string flag = "--jwt_issuers_file=" + issuers_file_;
  options.rollbookd_flags.push_back(flag);
  options.gateway_flags.push_back(flag);
  return options;
}

std::vector<std::string> TokenIssuer::FlagsFor(const std::string& client) {
  return {"--jwt_issuer", kName, "--jwt_client_id", client};
}

std::string TokenIssuer::Token(const std::string& client,
                               const Json& changes) const {
  const int64_t now = absl::ToUnixSeconds(absl::Now());
  Json claims = {{"iss", kName},
                 {"aud", kAudience},
                 {"azp", client},
                 {"sub", client + "@clients"},
                 {"iat", now},
                 {"exp", now + 600},
                 {"scope", "openid create:users"}};
  claims.merge_patch(changes.is_null() ? Json::object() : changes);
  return key_.Sign(algorithm_, claims);
}

HeaderList TokenIssuer::Bearer(const std::string& client,
                               const Json& changes) const {
  return {{"Authorization", "Bearer " + Token(client, changes)}};
}

}  // namespace rollbook::tests
