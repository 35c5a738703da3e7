// Tokens: nobody without the issuer's key gets one accepted. The input is a
// token of its own, or says what to change in a good one.

#include <unistd.h>

#include <array>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "base/fake_clock.h"
#include "gateway/auth/jwt/jwt_verifier.h"
#include "gateway/auth/jwt/testing/test_issuer.h"
#include "tests/fuzz/require.h"

namespace rollbook::gateway::jwt {
namespace {

using fuzz::Require;

class Verifier {
 public:
  Verifier() {
    const char* const parent = std::getenv("TMPDIR");
    std::string folder = parent != nullptr ? parent : "/tmp";
    folder += "/rollbook-token-fuzz-" + std::to_string(getpid());
    const std::string keys_file = folder + ".keys";
    const std::string issuers_file = folder + ".issuers";
    const TestKey edwards("ed-1", KeyKind::kEd25519);
    const TestKey ec("ec-1", KeyKind::kP256);
    WriteTextFile(keys_file,
                  KeySet({TestRsaKey().Jwk(), ec.Jwk(), edwards.Jwk()}));
    WriteTextFile(
        issuers_file,
        nlohmann::json::array({TestIssuerEntry("jwksFile", keys_file)}).dump());
    auto made = JwtVerifier::Create(
        {.issuers_file = issuers_file, .fetch = nullptr, .clock = &clock_});
    unlink(keys_file.c_str());
    unlink(issuers_file.c_str());
    Require(made.ok(), "no verifier");
    verifier_ = *std::move(made);
    const auto claims = TestClaims(clock_.Now());
    good_ = {TestRsaKey().Sign(Algorithm::kRs256, claims),
             ec.Sign(Algorithm::kEs256, claims),
             edwards.Sign(Algorithm::kEdDsa, claims)};
    for (const std::string& token : good_) {
      Require(Accepts(token), "a good token");
    }
  }

  bool Accepts(const std::string& token) const {
    std::optional<TokenVerdict> verdict;
    verifier_->Verify(token, "wealthyhood",
                      [&](TokenVerdict v) { verdict = std::move(v); });
    Require(verdict.has_value(), "an answer");
    return verdict->outcome == TokenVerdict::Outcome::kVerified;
  }

  const std::string& good(size_t i) const { return good_[i % good_.size()]; }

 private:
  base::FakeClock clock_{absl::FromUnixSeconds(1773403200)};
  std::unique_ptr<JwtVerifier> verifier_;
  std::array<std::string, 3> good_;
};

// What is signed: all before the last dot.
std::string_view SignedPart(std::string_view token) {
  return token.substr(0, token.rfind('.'));
}

}  // namespace
}  // namespace rollbook::gateway::jwt

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace rollbook::gateway::jwt;
  static const Verifier& verifier = *new Verifier;
  if (size == 0) return 0;
  std::string token(reinterpret_cast<const char*>(data + 1), size - 1);
  const std::string& good = verifier.good(data[0]);
  if (data[0] & 0x80) {
    // Three bytes a change: where, and what to put there.
    token = good;
    for (size_t i = 1; i + 2 < size; i += 3) {
      token[(data[i] << 8 | data[i + 1]) % token.size()] =
          static_cast<char>(data[i + 2]);
    }
  }
  Require(!verifier.Accepts(token) || SignedPart(token) == SignedPart(good),
          "a token of nobody's");
  return 0;
}
