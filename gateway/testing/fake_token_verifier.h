#ifndef ROLLBOOK_GATEWAY_TESTING_FAKE_TOKEN_VERIFIER_H_
#define ROLLBOOK_GATEWAY_TESTING_FAKE_TOKEN_VERIFIER_H_

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "gateway/auth/token_verifier.h"

namespace rollbook::gateway {

// Knows what a test tells it; refuses every other token.
class FakeTokenVerifier final : public TokenVerifier {
 public:
  std::map<std::string, TokenVerdict> verdicts;

  void Allow(const std::string& text, VerifiedToken token,
             bool has_scopes = true) {
    verdicts[text] = {TokenVerdict::Outcome::kVerified, "",
                      std::make_shared<const VerifiedToken>(std::move(token)),
                      has_scopes};
  }

  void Verify(std::string token, std::string_view, Done done) override {
    const auto found = verdicts.find(token);
    done(found == verdicts.end()
             ? TokenVerdict{.failure = "not_in_the_test", .token = nullptr}
             : found->second);
  }
};

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_TESTING_FAKE_TOKEN_VERIFIER_H_
