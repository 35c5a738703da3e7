#ifndef ROLLBOOK_GATEWAY_AUTH_JWT_ISSUERS_FILE_H_
#define ROLLBOOK_GATEWAY_AUTH_JWT_ISSUERS_FILE_H_

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "gateway/auth/jwt/issuer.h"

namespace rollbook::gateway::jwt {

inline constexpr size_t kMaxIssuers = 64;

// Reads the text of an issuers file: a JSON array of objects
//
//   {"issuer": "https://login.example/", "audience": "https://api.example",
//    "algorithms": ["RS256"],
//    "jwksUrl": "https://login.example/.well-known/jwks.json",
//    "requiredScopes": {"wealthyhood": ["create:users"]},
//    "userIdClaim": "sub"}
//
// with "jwksFile" instead of "jwksUrl", if wanted; the last two members may be
// left out. A URL is https, or http to this machine. INVALID_ARGUMENT names the
// line and the field at fault: "line 3: [0].algorithms: ...". Members that are
// not in the list above, and names that occur twice, are at fault.
absl::StatusOr<std::vector<Issuer>> ParseIssuers(std::string_view text);

// Reads the file; the error begins with its name. A relative "jwksFile" is
// looked for beside the file.
absl::StatusOr<std::vector<Issuer>> ReadIssuersFile(const std::string& path);

}  // namespace rollbook::gateway::jwt

#endif  // ROLLBOOK_GATEWAY_AUTH_JWT_ISSUERS_FILE_H_
