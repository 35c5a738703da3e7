#ifndef ROLLBOOK_TESTS_SUPPORT_TOKEN_ISSUER_H_
#define ROLLBOOK_TESTS_SUPPORT_TOKEN_ISSUER_H_

#include <nlohmann/json.hpp>
#include <string>

#include "base/testing/temp_dir.h"
#include "gateway/auth/jwt/algorithm.h"
#include "gateway/auth/jwt/testing/test_key.h"
#include "tests/support/files.h"
#include "tests/support/http_client.h"
#include "tests/support/service.h"

namespace rollbook::tests {

// An issuer of tokens with its keys and the issuers file of a deployment in a
// directory of its own. The wealthyhood contract demands the scope
// "create:users", smartphonekey none.
class TokenIssuer {
 public:
  explicit TokenIssuer(
      gateway::jwt::Algorithm algorithm = gateway::jwt::Algorithm::kEdDsa);

  static constexpr char kName[] = "https://login.example/";

  const std::string& issuers_file() const { return issuers_file_; }

  // `options` with the flag of the issuers file for all processes.
  ServiceOptions AddTo(ServiceOptions options) const;

  // The flags of `rollbook partner create` that bind a partner to a client.
  static std::vector<std::string> FlagsFor(const std::string& client);

  // Good for ten minutes; `changes` replace or add claims, null removes one.
  std::string Token(const std::string& client,
                    const nlohmann::json& changes = {}) const;
  // The header field with such a token.
  HeaderList Bearer(const std::string& client,
                    const nlohmann::json& changes = {}) const;

 private:
  const base::TempDir directory_;
  const std::string issuers_file_ = directory_.path() + "/issuers.json";
  const gateway::jwt::Algorithm algorithm_;
  const gateway::jwt::TestKey key_;
};

}  // namespace rollbook::tests

#endif  // ROLLBOOK_TESTS_SUPPORT_TOKEN_ISSUER_H_
