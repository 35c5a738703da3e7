#include "gateway/auth/jwt/token_parts.h"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/base64.h"
#include "gateway/json/document.h"

namespace rollbook::gateway::jwt {
namespace {

using Json = nlohmann::json;

constexpr std::string_view kMalformedToken = "malformed_token";
constexpr std::string_view kMalformedClaims = "malformed_claims";

// Far beyond any token's life, far within what absl::Time and double hold.
constexpr double kLatestSeconds = 253'402'300'799.0;  // 9999-12-31

// The three parts, still encoded.
struct Encoded {
  std::string_view header;
  std::string_view payload;
  std::string_view signature;
};

std::optional<Encoded> Split(std::string_view token) {
  const size_t first = token.find('.');
  if (first == std::string_view::npos) return std::nullopt;
  const size_t second = token.find('.', first + 1);
  if (second == std::string_view::npos ||
      token.find('.', second + 1) != std::string_view::npos) {
    return std::nullopt;
  }
  return Encoded{token.substr(0, first),
                 token.substr(first + 1, second - first - 1),
                 token.substr(second + 1)};
}

// A JSON object that all readers understand alike.
std::optional<Json> ParseObject(std::string_view encoded) {
  const auto text = base::FromBase64Url(encoded);
  if (!text) return std::nullopt;
  const auto strict = json::Document::Parse(*text);
  if (!strict || !strict->defects().empty() ||
      strict->root().kind() != json::Kind::kObject) {
    return std::nullopt;
  }
  Json object = Json::parse(*text, nullptr, /*allow_exceptions=*/false);
  if (!object.is_object()) return std::nullopt;
  return object;
}

const std::string* TextIn(const Json& object, const char* name) {
  const auto member = object.find(name);
  if (member == object.end()) return nullptr;
  return member->get_ptr<const std::string*>();
}

// False when the claim is there and not a NumericDate (RFC 7519 section 2).
bool ReadTime(const Json& claims, const char* name,
              std::optional<absl::Time>& time) {
  const auto claim = claims.find(name);
  if (claim == claims.end()) return true;
  if (!claim->is_number()) return false;
  const double seconds = claim->get<double>();
  if (!(seconds >= 0 && seconds <= kLatestSeconds)) return false;
  time = absl::UnixEpoch() + absl::Seconds(seconds);
  return true;
}

// False unless `value` is an array of texts, which are appended.
bool AppendTexts(const Json& value, std::vector<std::string>& texts) {
  if (!value.is_array()) return false;
  for (const Json& item : value) {
    const auto* text = item.get_ptr<const std::string*>();
    if (text == nullptr) return false;
    texts.push_back(*text);
  }
  return true;
}

bool ReadAudiences(const Json& claims, std::vector<std::string>& audiences) {
  const auto claim = claims.find("aud");
  if (claim == claims.end()) return true;
  if (const auto* text = claim->get_ptr<const std::string*>()) {
    audiences.push_back(*text);
    return true;
  }
  return AppendTexts(*claim, audiences);
}

bool ReadScopes(const Json& claims, std::vector<std::string>& scopes) {
  if (const auto claim = claims.find("scope"); claim != claims.end()) {
    const auto* text = claim->get_ptr<const std::string*>();
    if (text == nullptr) return false;
    for (size_t start = 0; start < text->size();) {
      const size_t end = std::min(text->find(' ', start), text->size());
      if (end > start) scopes.push_back(text->substr(start, end - start));
      start = end + 1;
    }
  }
  const auto permissions = claims.find("permissions");
  if (permissions != claims.end() && !AppendTexts(*permissions, scopes)) {
    return false;
  }
  std::sort(scopes.begin(), scopes.end());
  scopes.erase(std::unique(scopes.begin(), scopes.end()), scopes.end());
  return true;
}

std::string_view ReadHeader(const Json& header, TokenParts& parts) {
  // RFC 7515 section 4.1.11: what we do not understand, we must not accept,
  // and we understand no extension.
  if (header.contains("crit")) return "critical_header";
  const std::string* const algorithm = TextIn(header, "alg");
  if (algorithm == nullptr) return kMalformedToken;
  parts.algorithm = *algorithm;
  const std::string* const key_id = TextIn(header, "kid");
  if (key_id == nullptr || key_id->empty()) return "missing_key_id";
  parts.key_id = *key_id;
  return {};
}

std::string_view ReadClaims(const Json& claims, TokenParts& parts) {
  if (!ReadAudiences(claims, parts.audiences) ||
      !ReadTime(claims, "exp", parts.expires) ||
      !ReadTime(claims, "nbf", parts.not_before) ||
      !ReadScopes(claims, parts.scopes)) {
    return kMalformedClaims;
  }
  for (const auto& [name, value] : claims.items()) {
    const auto* text = value.get_ptr<const std::string*>();
    if (text != nullptr) parts.texts.emplace(name, *text);
  }
  parts.issuer = parts.TextOf("iss");
  return {};
}

}  // namespace

const std::string& TokenParts::TextOf(std::string_view claim) const {
  static const std::string& kNone = *new std::string();
  const auto found = texts.find(claim);
  return found == texts.end() ? kNone : found->second;
}

std::string_view ParseToken(std::string_view token, TokenParts& parts) {
  const auto encoded = Split(token);
  if (!encoded || encoded->signature.empty() ||
      !base::FromBase64Url(encoded->signature)) {
    return kMalformedToken;
  }
  const auto header = ParseObject(encoded->header);
  if (!header) return kMalformedToken;
  if (const auto wrong = ReadHeader(*header, parts); !wrong.empty()) {
    return wrong;
  }
  const auto claims = ParseObject(encoded->payload);
  if (!claims) return kMalformedClaims;
  return ReadClaims(*claims, parts);
}

}  // namespace rollbook::gateway::jwt
