#ifndef ROLLBOOK_GATEWAY_AUTH_BEARER_CHALLENGE_H_
#define ROLLBOOK_GATEWAY_AUTH_BEARER_CHALLENGE_H_

#include <string>
#include <string_view>

namespace rollbook::gateway {

// The WWW-Authenticate of a 401 or 403 of a contract with tokens (RFC 6750
// section 3): with an error code only where a token was sent. `auth_failure` as
// the authenticators put it.
std::string BearerChallenge(std::string_view realm,
                            std::string_view auth_failure);

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_AUTH_BEARER_CHALLENGE_H_
