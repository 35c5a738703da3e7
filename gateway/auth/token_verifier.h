#ifndef ROLLBOOK_GATEWAY_AUTH_TOKEN_VERIFIER_H_
#define ROLLBOOK_GATEWAY_AUTH_TOKEN_VERIFIER_H_

#include <string>
#include <string_view>

#include "absl/functional/any_invocable.h"
#include "gateway/auth/verified_token.h"

namespace rollbook::gateway {

// What became of a token.
struct TokenVerdict {
  enum class Outcome {
    kVerified,
    kRefused,          // the client's fault
    kKeysUnavailable,  // ours: the issuer's keys could not be had
  };
  Outcome outcome = Outcome::kRefused;
  // Why not: a few fixed words for the log, never for an answer.
  std::string_view failure = {};
  // Set when verified.
  TokenPtr token = nullptr;
  // The token has every scope that its issuer's configuration demands for the
  // contract.
  bool has_scopes = false;
};

// Tells good tokens from others. Thread-safe; no call blocks.
class TokenVerifier {
 public:
  virtual ~TokenVerifier() = default;

  // Verifies a JWS in compact form, for a request of this contract. `done`
  // runs once, perhaps before this returns.
  using Done = absl::AnyInvocable<void(TokenVerdict)>;
  virtual void Verify(std::string token, std::string_view contract,
                      Done done) = 0;
};

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_AUTH_TOKEN_VERIFIER_H_
