#ifndef ROLLBOOK_GATEWAY_AUTH_JWT_JWK_H_
#define ROLLBOOK_GATEWAY_AUTH_JWT_JWK_H_

#include <cjose/cjose.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "base/crypto/ed25519.h"
#include "gateway/auth/jwt/algorithm.h"

namespace rollbook::gateway::jwt {

// One public key (RFC 7517). cjose knows RSA and the NIST curves; Ed25519 is
// ours (adr/0034). Thread-safe.
class Jwk {
 public:
  static constexpr size_t kMinRsaBits = 2048;
  static constexpr size_t kMaxRsaBits = 8192;  // verifying costs their square

  // Nullopt for a key that is not for us: see JwkSet. INVALID_ARGUMENT for one
  // that is, and is malformed.
  static absl::StatusOr<std::optional<Jwk>> Import(const nlohmann::json& json);

  const std::string& id() const { return id_; }

  // Of the kind that the algorithm needs, and not published for another.
  bool Fits(Algorithm algorithm) const;

  // Whether this key made the signature of a JWS in compact form. It must fit
  // the algorithm that the token's header names.
  bool Verifies(std::string_view token) const;

 private:
  struct Release {
    void operator()(cjose_jwk_t* key) const { cjose_jwk_release(key); }
  };

  Jwk() = default;
  bool VerifiesByCjose(std::string_view token) const;
  bool VerifiesByEd25519(std::string_view token) const;

  std::string id_;
  KeyKind kind_ = KeyKind::kRsa;
  std::optional<Algorithm> only_;  // "alg"
  std::unique_ptr<cjose_jwk_t, Release> key_;
  base::Ed25519PublicKey ed25519_{};
};

}  // namespace rollbook::gateway::jwt

#endif  // ROLLBOOK_GATEWAY_AUTH_JWT_JWK_H_
