#include "gateway/auth/jwt/jwk.h"

#include <algorithm>
#include <utility>

#include "base/base64.h"
#include "base/error.h"

namespace rollbook::gateway::jwt {
namespace {

using Json = nlohmann::json;

// Empty when there is no such text.
std::string TextIn(const Json& object, const char* name) {
  const auto member = object.find(name);
  if (member == object.end()) return "";
  const auto* text = member->get_ptr<const std::string*>();
  return text == nullptr ? "" : *text;
}

std::optional<KeyKind> KindOf(const Json& json) {
  const std::string type = TextIn(json, "kty");
  const std::string curve = TextIn(json, "crv");
  if (type == "RSA") return KeyKind::kRsa;
  if (type == "OKP" && curve == "Ed25519") return KeyKind::kEd25519;
  if (type != "EC") return std::nullopt;
  if (curve == "P-256") return KeyKind::kP256;
  if (curve == "P-384") return KeyKind::kP384;
  if (curve == "P-521") return KeyKind::kP521;
  return std::nullopt;
}

bool IsForSignatures(const Json& json) {
  if (json.contains("use") && TextIn(json, "use") != "sig") return false;
  const auto operations = json.find("key_ops");
  if (operations == json.end() || !operations->is_array()) return true;
  for (const Json& operation : *operations) {
    if (operation == "verify") return true;
  }
  return false;
}

// Only the public members: what else an issuer publishes by mistake is not
// ours to hold.
Json PublicHalf(const Json& json) {
  Json half = Json::object();
  for (const char* name : {"kty", "n", "e", "crv", "x", "y"}) {
    const auto member = json.find(name);
    if (member != json.end()) half[name] = *member;
  }
  return half;
}

absl::Status Malformed(const std::string& id, const std::string& why) {
  return base::ErrorWithText(base::Reason::kInvalidArgument,
                             "the key \"" + id + "\" " + why);
}

}  // namespace

absl::StatusOr<std::optional<Jwk>> Jwk::Import(const Json& json) {
  const auto kind = KindOf(json);
  Jwk jwk;
  jwk.id_ = TextIn(json, "kid");
  if (!kind || jwk.id_.empty() || !IsForSignatures(json)) {
    return std::optional<Jwk>();
  }
  jwk.kind_ = *kind;
  if (json.contains("alg")) {
    jwk.only_ = ParseAlgorithm(TextIn(json, "alg"));
    if (!jwk.only_) return std::optional<Jwk>();
  }
  if (jwk.kind_ == KeyKind::kEd25519) {
    const auto bytes = base::FromBase64Url(TextIn(json, "x"));
    if (!bytes || bytes->size() != jwk.ed25519_.size()) {
      return Malformed(jwk.id_, "is malformed");
    }
    std::copy(bytes->begin(), bytes->end(), jwk.ed25519_.begin());
    return std::optional<Jwk>(std::move(jwk));
  }
  const std::string text = PublicHalf(json).dump();
  cjose_err error;
  jwk.key_.reset(cjose_jwk_import(text.data(), text.size(), &error));
  if (jwk.key_ == nullptr) return Malformed(jwk.id_, "is malformed");
  if (jwk.kind_ == KeyKind::kRsa) {
    const size_t bits = cjose_jwk_get_keysize(jwk.key_.get(), &error);
    if (bits < kMinRsaBits || bits > kMaxRsaBits) {
      return Malformed(jwk.id_, "has not 2048 to 8192 bits");
    }
  }
  return std::optional<Jwk>(std::move(jwk));
}

bool Jwk::Fits(Algorithm algorithm) const {
  return KindFor(algorithm) == kind_ && (!only_ || *only_ == algorithm);
}

bool Jwk::Verifies(std::string_view token) const {
  return key_ != nullptr ? VerifiesByCjose(token) : VerifiesByEd25519(token);
}

bool Jwk::VerifiesByCjose(std::string_view token) const {
  struct ReleaseJws {
    void operator()(cjose_jws_t* jws) const { cjose_jws_release(jws); }
  };
  cjose_err error;
  const std::unique_ptr<cjose_jws_t, ReleaseJws> jws(
      cjose_jws_import(token.data(), token.size(), &error));
  return jws != nullptr && cjose_jws_verify(jws.get(), key_.get(), &error);
}

bool Jwk::VerifiesByEd25519(std::string_view token) const {
  const size_t dot = token.rfind('.');
  if (dot == std::string_view::npos) return false;
  const auto signature = base::FromBase64Url(token.substr(dot + 1));
  return signature &&
         base::VerifyEd25519(ed25519_, token.substr(0, dot), *signature);
}

}  // namespace rollbook::gateway::jwt
