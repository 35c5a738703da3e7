#ifndef ROLLBOOK_GATEWAY_AUTH_JWT_TESTING_TEST_ISSUER_H_
#define ROLLBOOK_GATEWAY_AUTH_JWT_TESTING_TEST_ISSUER_H_

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/time/time.h"
#include "gateway/auth/jwt/testing/test_key.h"

namespace rollbook::gateway::jwt {

inline constexpr char kTestIssuer[] = "https://login.example/";
inline constexpr char kTestAudience[] = "https://api.example";
inline constexpr char kTestClient[] = "client-1";

// Generated once per process: an RSA key takes its time.
inline const TestKey& TestRsaKey() {
  static const TestKey& key = *new TestKey("rsa-1", KeyKind::kRsa);
  return key;
}

// The claims of a good token of the test issuer for this user.
inline nlohmann::json TestClaims(absl::Time now,
                                 const std::string& subject = "user-1") {
  const int64_t seconds = absl::ToUnixSeconds(now);
  return {{"iss", kTestIssuer},
          {"aud", kTestAudience},
          {"azp", kTestClient},
          {"sub", subject},
          {"iat", seconds},
          {"exp", seconds + 600},
          {"scope", "openid create:users"}};
}

// The entry of the issuers file for it, with the member for its keys added.
inline nlohmann::json TestIssuerEntry(const std::string& keys_member,
                                      const std::string& keys) {
  return {{"issuer", kTestIssuer},
          {"audience", kTestAudience},
          {"algorithms", {"RS256", "ES256", "EdDSA"}},
          {"requiredScopes", {{"wealthyhood", {"create:users"}}}},
          {keys_member, keys}};
}

inline void WriteTextFile(const std::string& path, const std::string& text) {
  std::ofstream(path, std::ios::trunc) << text;
}

}  // namespace rollbook::gateway::jwt

#endif  // ROLLBOOK_GATEWAY_AUTH_JWT_TESTING_TEST_ISSUER_H_
