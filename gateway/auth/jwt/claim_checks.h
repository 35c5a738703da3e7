#ifndef ROLLBOOK_GATEWAY_AUTH_JWT_CLAIM_CHECKS_H_
#define ROLLBOOK_GATEWAY_AUTH_JWT_CLAIM_CHECKS_H_

#include <optional>
#include <string_view>

#include "absl/time/time.h"
#include "gateway/auth/jwt/issuer.h"
#include "gateway/auth/jwt/token_parts.h"
#include "gateway/auth/verified_token.h"

namespace rollbook::gateway::jwt {

// By how much the issuer's clock and ours may differ.
inline constexpr absl::Duration kLeeway = absl::Seconds(30);

// When a token may be used.
struct Validity {
  absl::Time expires;
  absl::Time not_before = absl::InfinitePast();

  // What is wrong at `now`, empty when nothing is.
  std::string_view Check(absl::Time now) const;
};

// Checks everything of a token but its signature and its times: algorithm,
// "iss", "aud", a client, and that "exp" is there. Returns what is wrong,
// empty when nothing is.
std::string_view CheckClaims(const TokenParts& parts, const Issuer& issuer);

Validity ValidityOf(const TokenParts& parts);

// What the claims mean, once all is found good.
VerifiedToken MeaningOf(const TokenParts& parts, const Issuer& issuer);

// Whether the token has all that the issuer's configuration demands for the
// contract.
bool HasRequiredScopes(const VerifiedToken& token, const Issuer& issuer,
                       std::string_view contract);

}  // namespace rollbook::gateway::jwt

#endif  // ROLLBOOK_GATEWAY_AUTH_JWT_CLAIM_CHECKS_H_
