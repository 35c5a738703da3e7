#ifndef ROLLBOOK_GATEWAY_AUTH_JWT_ALGORITHM_H_
#define ROLLBOOK_GATEWAY_AUTH_JWT_ALGORITHM_H_

#include <optional>
#include <string_view>

namespace rollbook::gateway::jwt {

// The signature algorithms that may be configured for an issuer (RFC 7518,
// RFC 8037). Neither `none` nor a MAC is among them: a public key must never
// be taken for a shared secret.
enum class Algorithm {
  kRs256,
  kRs384,
  kRs512,
  kPs256,
  kPs384,
  kPs512,
  kEs256,
  kEs384,
  kEs512,
  kEdDsa,
};

// What a key is, as far as it decides which algorithms it may be used with.
enum class KeyKind { kRsa, kP256, kP384, kP521, kEd25519 };

// By its name in a JOSE header, in exactly that spelling.
std::optional<Algorithm> ParseAlgorithm(std::string_view name);
std::string_view NameOf(Algorithm algorithm);

// The only kind of key that fits.
KeyKind KindFor(Algorithm algorithm);

}  // namespace rollbook::gateway::jwt

#endif  // ROLLBOOK_GATEWAY_AUTH_JWT_ALGORITHM_H_
