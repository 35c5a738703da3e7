#ifndef ROLLBOOK_GATEWAY_AUTH_VERIFIED_TOKEN_H_
#define ROLLBOOK_GATEWAY_AUTH_VERIFIED_TOKEN_H_

#include <memory>
#include <string>
#include <vector>

namespace rollbook::gateway {

// What a token says whose signature and claims hold. Immutable, shared between
// requests. Contract section 4 says what the members mean.
struct VerifiedToken {
  std::string issuer;     // "iss"
  std::string client_id;  // "azp", or else "client_id"
  std::string subject;    // "sub"; empty when there is none
  // The claim that the issuer names users by ("userIdClaim"); empty when the
  // token has none.
  std::string user_id;
  // A B2B service rather than a user: "gty" is client-credentials, or "sub"
  // ends in "@clients".
  bool is_service = false;
  // Of "scope" and "permissions", sorted, each once.
  std::vector<std::string> scopes;
};

using TokenPtr = std::shared_ptr<const VerifiedToken>;

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_AUTH_VERIFIED_TOKEN_H_
