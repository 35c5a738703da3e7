#ifndef ROLLBOOK_GATEWAY_AUTH_JWT_TOKEN_PARTS_H_
#define ROLLBOOK_GATEWAY_AUTH_JWT_TOKEN_PARTS_H_

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/time/time.h"

namespace rollbook::gateway::jwt {

// What a token says of itself, before anybody believes it.
struct TokenParts {
  // The header.
  std::string algorithm;
  std::string key_id;
  // The claims that we look at.
  std::string issuer;
  std::vector<std::string> audiences;
  std::optional<absl::Time> expires;
  std::optional<absl::Time> not_before;
  std::vector<std::string> scopes;  // of "scope" and "permissions", sorted
  // Claims whose value is a text, these included.
  std::map<std::string, std::string, std::less<>> texts;

  // Empty when there is no such text.
  const std::string& TextOf(std::string_view claim) const;
};

// Reads a JWS in compact form (RFC 7515 section 7.1) whose payload is a set of
// claims (RFC 7519): header and claims are one strict JSON object each, without
// a name that occurs twice. Fills in `parts`; returns what is wrong, empty when
// nothing is: "malformed_token", "critical_header", "missing_key_id",
// "malformed_claims". Needs no key and proves nothing.
std::string_view ParseToken(std::string_view token, TokenParts& parts);

}  // namespace rollbook::gateway::jwt

#endif  // ROLLBOOK_GATEWAY_AUTH_JWT_TOKEN_PARTS_H_
