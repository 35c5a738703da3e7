#ifndef ROLLBOOK_GATEWAY_AUTH_JWT_ISSUER_H_
#define ROLLBOOK_GATEWAY_AUTH_JWT_ISSUER_H_

#include <map>
#include <string>
#include <vector>

#include "gateway/auth/jwt/algorithm.h"

namespace rollbook::gateway::jwt {

// Whose tokens are accepted, and how they are checked: one entry of the
// issuers file (docs/operations.md).
struct Issuer {
  std::string issuer;    // compared with "iss", byte by byte
  std::string audience;  // must be, or be in, "aud"
  std::vector<Algorithm> algorithms;
  // Exactly one of the two is set.
  std::string jwks_file;
  std::string jwks_url;
  // By contract; all of them must be in the token.
  std::map<std::string, std::vector<std::string>, std::less<>> required_scopes;
  // The claim whose text names the user.
  std::string user_id_claim = "sub";
};

}  // namespace rollbook::gateway::jwt

#endif  // ROLLBOOK_GATEWAY_AUTH_JWT_ISSUER_H_
