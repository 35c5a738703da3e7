#ifndef ROLLBOOK_GATEWAY_AUTH_JWT_JWK_SET_H_
#define ROLLBOOK_GATEWAY_AUTH_JWT_JWK_SET_H_

#include <cstddef>
#include <memory>
#include <string_view>

#include "absl/status/statusor.h"
#include "gateway/auth/jwt/algorithm.h"

namespace rollbook::gateway::jwt {

// The public keys of an issuer (RFC 7517 section 5). Immutable, thread-safe.
//
// Holds the keys that may verify a signature and that we know how to use: RSA
// of 2,048 to 8,192 bits, P-256, P-384, P-521 and Ed25519, with a "kid".
// Symmetric keys, keys for encryption and unknown ones are passed over, as the
// RFC demands.
class JwkSet {
 public:
  static constexpr size_t kMaxKeys = 64;

  // INVALID_ARGUMENT for what is no set of keys, for a key that is malformed,
  // for too many, and for none that can be used.
  static absl::StatusOr<std::shared_ptr<const JwkSet>> Parse(
      std::string_view json);
  virtual ~JwkSet() = default;

  enum class Result { kGood, kUnknownKey, kWrongKeyType, kBadSignature };

  // Verifies a JWS in compact form with the key of this id, which must be of
  // the algorithm's kind, and not published for another algorithm. The header
  // of `token` must name the same algorithm.
  virtual Result Verify(std::string_view token, std::string_view key_id,
                        Algorithm algorithm) const = 0;
};

}  // namespace rollbook::gateway::jwt

#endif  // ROLLBOOK_GATEWAY_AUTH_JWT_JWK_SET_H_
