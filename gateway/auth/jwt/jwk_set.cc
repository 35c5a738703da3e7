#include "gateway/auth/jwt/jwk_set.h"

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/status_macros.h"
#include "gateway/auth/jwt/jwk.h"

namespace rollbook::gateway::jwt {
namespace {

using Json = nlohmann::json;

absl::Status Refused(const std::string& why) {
  return base::ErrorWithText(base::Reason::kInvalidArgument, why);
}

class ImportedJwkSet final : public JwkSet {
 public:
  explicit ImportedJwkSet(std::vector<Jwk> keys) : keys_(std::move(keys)) {}

  Result Verify(std::string_view token, std::string_view key_id,
                Algorithm algorithm) const override {
    Result result = Result::kUnknownKey;
    for (const Jwk& key : keys_) {
      if (key.id() != key_id) continue;
      // Two keys may share an id when their types differ (RFC 7517 section
      // 4.5).
      if (!key.Fits(algorithm)) {
        if (result == Result::kUnknownKey) result = Result::kWrongKeyType;
        continue;
      }
      if (key.Verifies(token)) return Result::kGood;
      result = Result::kBadSignature;
    }
    return result;
  }

 private:
  const std::vector<Jwk> keys_;
};

}  // namespace

absl::StatusOr<std::shared_ptr<const JwkSet>> JwkSet::Parse(
    std::string_view json) {
  const Json set = Json::parse(json, nullptr, /*allow_exceptions=*/false);
  if (!set.is_object() || !set.contains("keys") || !set["keys"].is_array()) {
    return Refused("not a set of keys: {\"keys\":[…]} was expected");
  }
  if (set["keys"].size() > kMaxKeys) {
    return Refused("more than " + std::to_string(kMaxKeys) + " keys");
  }
  std::vector<Jwk> keys;
  for (const Json& item : set["keys"]) {
    if (!item.is_object()) return Refused("a key is not an object");
    ASSIGN_OR_RETURN(std::optional<Jwk> key, Jwk::Import(item));
    if (key) keys.push_back(*std::move(key));
  }
  if (keys.empty()) return Refused("no key that signatures can be checked by");
  return std::make_shared<const ImportedJwkSet>(std::move(keys));
}

}  // namespace rollbook::gateway::jwt
