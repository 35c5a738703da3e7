#include "gateway/auth/jwt/jwt_verifier.h"

#include <chrono>
#include <cstdio>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "base/base64.h"
#include "base/bytes.h"
#include "base/crypto/hash.h"
#include "base/error.h"
#include "base/fake_clock.h"
#include "base/testing/temp_dir.h"
#include "gateway/auth/jwt/testing/test_issuer.h"
#include "gtest/gtest.h"

namespace rollbook::gateway::jwt {
namespace {

using Json = nlohmann::json;
using Outcome = TokenVerdict::Outcome;

// One verifier whose only issuer has an RSA, a P-256 and an Ed25519 key, in a
// file.
class JwtVerifierTest : public testing::Test {
 protected:
  JwtVerifierTest() {
    WriteTextFile(keys_file_,
                  KeySet({TestRsaKey().Jwk(), ec_.Jwk(), edwards_.Jwk()}));
    Configure(TestIssuerEntry("jwksFile", keys_file_));
    auto verifier = JwtVerifier::Create(
        {.issuers_file = issuers_file_, .fetch = nullptr, .clock = &clock_});
    EXPECT_TRUE(verifier.ok()) << verifier.status();
    verifier_ = *std::move(verifier);
  }
  ~JwtVerifierTest() override {
    std::remove(keys_file_.c_str());
    std::remove(issuers_file_.c_str());
  }

  void Configure(const Json& entry) const {
    WriteTextFile(issuers_file_, Json::array({entry}).dump(2));
  }

  TokenVerdict Verify(const std::string& token,
                      std::string_view contract = "wealthyhood") const {
    std::optional<TokenVerdict> answer;
    verifier_->Verify(token, contract, [&](TokenVerdict verdict) {
      EXPECT_FALSE(answer) << "called twice";
      answer = std::move(verdict);
    });
    EXPECT_TRUE(answer) << "not called";
    return answer.value_or(TokenVerdict{.token = nullptr});
  }
  bool IsGood(const std::string& token) const {
    return Verify(token).outcome == Outcome::kVerified;
  }
  void ExpectRefused(const std::string& token, std::string_view why) const {
    // Twice: what was refused once must not be remembered as good.
    for (int i = 0; i < 2; ++i) {
      const TokenVerdict verdict = Verify(token);
      EXPECT_EQ(verdict.outcome, Outcome::kRefused);
      EXPECT_EQ(verdict.failure, why);
      EXPECT_EQ(verdict.token, nullptr);
    }
  }

  Json Claims() const { return TestClaims(clock_.Now()); }
  std::string Sign(const Json& claims) const {
    return TestRsaKey().Sign(Algorithm::kRs256, claims);
  }

  const std::string stem_ = base::NewTempPath("jwt");
  const std::string keys_file_ = stem_ + ".jwks";
  const std::string issuers_file_ = stem_ + ".json";
  const TestKey ec_{"ec-1", KeyKind::kP256};
  const TestKey edwards_{"ed-1", KeyKind::kEd25519};
  base::FakeClock clock_{absl::FromUnixSeconds(1'800'000'000)};
  std::unique_ptr<JwtVerifier> verifier_;
};

TEST_F(JwtVerifierTest, TakesAGoodTokenOfEachConfiguredAlgorithm) {
  EXPECT_TRUE(IsGood(Sign(Claims())));
  EXPECT_TRUE(IsGood(ec_.Sign(Algorithm::kEs256, Claims())));
  EXPECT_TRUE(IsGood(edwards_.Sign(Algorithm::kEdDsa, Claims())));
}

TEST_F(JwtVerifierTest, SaysWhatTheTokenSays) {
  const TokenVerdict verdict = Verify(Sign(Claims()));
  ASSERT_NE(verdict.token, nullptr);
  EXPECT_EQ(verdict.token->issuer, kTestIssuer);
  EXPECT_EQ(verdict.token->client_id, kTestClient);
  EXPECT_EQ(verdict.token->subject, "user-1");
  EXPECT_EQ(verdict.token->user_id, "user-1");
  EXPECT_FALSE(verdict.token->is_service);
  EXPECT_EQ(verdict.token->scopes,
            (std::vector<std::string>{"create:users", "openid"}));
}

TEST_F(JwtVerifierTest, TakesTheClientFromClientIdWhereThereIsNoAzp) {
  Json claims = Claims();
  claims["client_id"] = "other";
  EXPECT_EQ(Verify(Sign(claims)).token->client_id, kTestClient);
  claims.erase("azp");
  EXPECT_EQ(Verify(Sign(claims)).token->client_id, "other");
  claims.erase("client_id");
  ExpectRefused(Sign(claims), "missing_client");
}

TEST_F(JwtVerifierTest, TellsServicesFromUsers) {
  Json claims = Claims();
  claims["gty"] = "client-credentials";
  EXPECT_TRUE(Verify(Sign(claims)).token->is_service);
  claims = TestClaims(clock_.Now(), "abc@clients");
  EXPECT_TRUE(Verify(Sign(claims)).token->is_service);
  claims = TestClaims(clock_.Now(), "abc@clients.example");
  EXPECT_FALSE(Verify(Sign(claims)).token->is_service);
}

TEST_F(JwtVerifierTest, FindsScopesInScopeAndInPermissions) {
  Json claims = Claims();
  EXPECT_TRUE(Verify(Sign(claims)).has_scopes);
  claims["scope"] = "create:users2 xcreate:users";
  EXPECT_FALSE(Verify(Sign(claims)).has_scopes);
  EXPECT_TRUE(Verify(Sign(claims), "smartphonekey").has_scopes);
  claims["permissions"] = {"read", "create:users"};
  EXPECT_TRUE(Verify(Sign(claims)).has_scopes);
}

TEST_F(JwtVerifierTest, TakesTheAudienceFromAnArray) {
  Json claims = Claims();
  claims["aud"] = {"https://elsewhere.example", kTestAudience};
  EXPECT_TRUE(IsGood(Sign(claims)));
}

TEST_F(JwtVerifierTest, AllowsThirtySecondsBetweenTheClocks) {
  Json claims = Claims();
  const int64_t now = absl::ToUnixSeconds(clock_.Now());
  claims["exp"] = now - 29;
  EXPECT_TRUE(IsGood(Sign(claims)));
  claims["exp"] = now - 30;
  ExpectRefused(Sign(claims), "expired");
  claims["exp"] = now + 600;
  claims["nbf"] = now + 30;
  EXPECT_TRUE(IsGood(Sign(claims)));
  claims["nbf"] = now + 31;
  ExpectRefused(Sign(claims), "not_yet_valid");
}

TEST_F(JwtVerifierTest, ForgetsNoExpiryOfATokenThatItKnows) {
  const std::string token = Sign(Claims());
  EXPECT_TRUE(IsGood(token));
  EXPECT_TRUE(IsGood(token));
  clock_.Advance(absl::Seconds(629));
  EXPECT_TRUE(IsGood(token));
  clock_.Advance(absl::Seconds(1));
  ExpectRefused(token, "expired");
}

TEST_F(JwtVerifierTest, RefusesAlgNone) {
  const std::string claims = base::ToBase64Url(Claims().dump());
  for (const char* name : {"none", "None", "NONE", ""}) {
    const std::string header =
        base::ToBase64Url(Json{{"alg", name}, {"kid", "rsa-1"}}.dump());
    ExpectRefused(header + "." + claims + ".", "malformed_token");
    ExpectRefused(header + "." + claims + ".AAAA", "wrong_algorithm");
  }
}

TEST_F(JwtVerifierTest, RefusesAPublicKeyTakenForASecret) {
  const std::string input =
      base::ToBase64Url(R"({"alg":"HS256","kid":"rsa-1"})") + "." +
      base::ToBase64Url(Claims().dump());
  for (const std::string& secret :
       {TestRsaKey().Pem(), TestRsaKey().Jwk().dump(),
        *base::FromBase64Url(TestRsaKey().Jwk()["n"].get<std::string>())}) {
    const base::Hash256 mac = base::HmacSha256(secret).Mac({input});
    ExpectRefused(input + "." + base::ToBase64Url(base::AsText(mac)),
                  "wrong_algorithm");
  }
}

TEST_F(JwtVerifierTest, RefusesAnAlgorithmThatIsNotConfigured) {
  ExpectRefused(TestRsaKey().Sign(Algorithm::kPs256, Claims()),
                "wrong_algorithm");
}

TEST_F(JwtVerifierTest, RefusesAKeyOfAnotherType) {
  const std::string claims = Claims().dump();
  ExpectRefused(TestRsaKey().Sign(Algorithm::kRs256,
                                  R"({"alg":"ES256","kid":"rsa-1"})", claims),
                "wrong_key_type");
  ExpectRefused(
      ec_.Sign(Algorithm::kEs256, R"({"alg":"RS256","kid":"ec-1"})", claims),
      "wrong_key_type");
  ExpectRefused(edwards_.Sign(Algorithm::kEdDsa,
                              R"({"alg":"ES256","kid":"ed-1"})", claims),
                "wrong_key_type");
}

TEST_F(JwtVerifierTest, RefusesASignatureOfSomebodyElse) {
  const TestKey thief("ec-1", KeyKind::kP256);
  ExpectRefused(thief.Sign(Algorithm::kEs256, Claims()), "bad_token_signature");
}

TEST_F(JwtVerifierTest, RefusesAChangeInAnyPart) {
  const std::string token = Sign(Claims());
  for (size_t i = 0; i < token.size(); i += 3) {
    std::string changed = token;
    changed[i] = changed[i] == 'x' ? 'y' : 'x';
    EXPECT_EQ(Verify(changed).outcome, Outcome::kRefused) << i;
  }
}

TEST_F(JwtVerifierTest, RefusesEveryTruncation) {
  const std::string token = Sign(Claims());
  for (size_t size = 0; size < token.size(); ++size) {
    EXPECT_EQ(Verify(token.substr(0, size)).outcome, Outcome::kRefused) << size;
  }
  ExpectRefused(token + ".", "malformed_token");
  ExpectRefused("." + token, "malformed_token");
  ExpectRefused(token + " ", "malformed_token");
  ExpectRefused(token + "=", "malformed_token");
}

TEST_F(JwtVerifierTest, LooksAtNoTokenThatIsOversized) {
  Json claims = Claims();
  claims["padding"] = std::string(5'000, 'x');
  EXPECT_TRUE(IsGood(Sign(claims)));
  claims["padding"] = std::string(JwtVerifier::kMaxTokenBytes, 'x');
  ExpectRefused(Sign(claims), "oversized_token");
}

TEST_F(JwtVerifierTest, RefusesATokenForSomebodyElse) {
  Json claims = Claims();
  claims["aud"] = "https://elsewhere.example";
  ExpectRefused(Sign(claims), "wrong_audience");
  claims["aud"] = {"https://api.example/", ""};
  ExpectRefused(Sign(claims), "wrong_audience");
  claims["aud"] = Json::array();
  ExpectRefused(Sign(claims), "wrong_audience");
  claims["aud"] = {{"https://api.example", true}};
  ExpectRefused(Sign(claims), "malformed_claims");
  claims.erase("aud");
  ExpectRefused(Sign(claims), "wrong_audience");
}

TEST_F(JwtVerifierTest, RefusesAnotherIssuer) {
  Json claims = Claims();
  for (const Json& issuer :
       {Json("https://login.example"), Json("https://LOGIN.example/"), Json(""),
        Json(7), Json::array({kTestIssuer})}) {
    claims["iss"] = issuer;
    ExpectRefused(Sign(claims), "unknown_issuer");
  }
  claims.erase("iss");
  ExpectRefused(Sign(claims), "unknown_issuer");
}

TEST_F(JwtVerifierTest, RefusesATokenWithoutAnEnd) {
  Json claims = Claims();
  claims.erase("exp");
  ExpectRefused(Sign(claims), "missing_expiry");
  for (const Json& time :
       {Json("1900000000"), Json(nullptr), Json(-1), Json(1e300), Json(true)}) {
    claims["exp"] = time;
    ExpectRefused(Sign(claims), "malformed_claims");
  }
}

TEST_F(JwtVerifierTest, DemandsAKeyIdThatIsOneOfTheIssuers) {
  const std::string claims = Claims().dump();
  const auto with = [&](const std::string& header) {
    return TestRsaKey().Sign(Algorithm::kRs256, header, claims);
  };
  ExpectRefused(with(R"({"alg":"RS256"})"), "missing_key_id");
  ExpectRefused(with(R"({"alg":"RS256","kid":""})"), "missing_key_id");
  ExpectRefused(with(R"({"alg":"RS256","kid":7})"), "missing_key_id");
  for (const char* kid :
       {"rsa-2", "RSA-1", "../../etc/passwd", "rsa-1' OR '1'='1",
        "https://thief.example/jwks.json", "/dev/null", "rsa-1\\n"}) {
    ExpectRefused(with(std::string(R"({"alg":"RS256","kid":")") + kid + "\"}"),
                  "unknown_key_id");
  }
}

TEST_F(JwtVerifierTest, BelievesNoKeyThatTheTokenBringsAlong) {
  const TestKey thief("thief", KeyKind::kP256);
  Json header = {{"alg", "ES256"},
                 {"kid", "thief"},
                 {"jwk", thief.Jwk()},
                 {"jku", "https://thief.example/jwks.json"},
                 {"x5u", "https://thief.example/cert.pem"}};
  ExpectRefused(thief.Sign(Algorithm::kEs256, header.dump(), Claims().dump()),
                "unknown_key_id");
  header["kid"] = "ec-1";
  ExpectRefused(thief.Sign(Algorithm::kEs256, header.dump(), Claims().dump()),
                "bad_token_signature");
}

TEST_F(JwtVerifierTest, RefusesCriticalExtensions) {
  ExpectRefused(
      TestRsaKey().Sign(
          Algorithm::kRs256,
          R"({"alg":"RS256","kid":"rsa-1","crit":["b64"],"b64":false})",
          Claims().dump()),
      "critical_header");
}

TEST_F(JwtVerifierTest, RefusesWhatReadersUnderstandDifferently) {
  const auto with = [&](const std::string& header, const std::string& claims) {
    return TestRsaKey().Sign(Algorithm::kRs256, header, claims);
  };
  const std::string header = R"({"alg":"RS256","kid":"rsa-1"})";
  const std::string claims = Claims().dump();
  ExpectRefused(with(R"({"alg":"none","alg":"RS256","kid":"rsa-1"})", claims),
                "malformed_token");
  ExpectRefused(with(header, R"({"sub":"a",)" + claims.substr(1)),
                "malformed_claims");
  ExpectRefused(with(header, "[" + claims + "]"), "malformed_claims");
  ExpectRefused(with(header, claims + claims), "malformed_claims");
  ExpectRefused(with(header, ""), "malformed_claims");
  ExpectRefused(with("", claims), "malformed_token");
}

TEST_F(JwtVerifierTest, ReloadsItsFiles) {
  const std::string token = Sign(Claims());
  EXPECT_TRUE(IsGood(token));
  // The key is withdrawn: what was verified with it goes, too.
  WriteTextFile(keys_file_, KeySet({ec_.Jwk()}));
  ASSERT_TRUE(verifier_->Reload().ok());
  ExpectRefused(token, "unknown_key_id");

  Json entry = TestIssuerEntry("jwksFile", keys_file_);
  entry["audience"] = "another";
  Configure(entry);
  ASSERT_TRUE(verifier_->Reload().ok());
  ExpectRefused(ec_.Sign(Algorithm::kEs256, Claims()), "wrong_audience");
}

TEST_F(JwtVerifierTest, KeepsWhatWasInForceWhenAFileIsBad) {
  Json entry = TestIssuerEntry("jwksFile", keys_file_);
  entry["algorithms"] = {"none"};
  Configure(entry);
  const absl::Status bad_field = verifier_->Reload();
  EXPECT_EQ(base::ReasonOf(bad_field), base::Reason::kInvalidArgument);
  EXPECT_NE(bad_field.message().find("[0].algorithms[0]"),
            absl::string_view::npos)
      << bad_field;
  EXPECT_TRUE(IsGood(Sign(Claims())));

  Configure(TestIssuerEntry("jwksFile", keys_file_));
  WriteTextFile(keys_file_, "no keys");
  const absl::Status bad_keys = verifier_->Reload();
  EXPECT_NE(bad_keys.message().find(keys_file_), absl::string_view::npos)
      << bad_keys;
  EXPECT_TRUE(IsGood(Sign(Claims())));
}

// The figures are in docs/performance.md; the bounds are for a machine that is
// busy with other tests.
TEST_F(JwtVerifierTest, CostsLittle) {
  constexpr int kTokens = 200;
  constexpr int kAgain = 50;
  std::vector<std::string> tokens;
  tokens.reserve(kTokens);
  for (int i = 0; i < kTokens; ++i) {
    tokens.push_back(Sign(TestClaims(clock_.Now(), std::to_string(i))));
  }
  const auto verify_all = [&] {
    const auto start = std::chrono::steady_clock::now();
    for (const std::string& token : tokens) EXPECT_TRUE(IsGood(token));
    const std::chrono::duration<double, std::micro> taken =
        std::chrono::steady_clock::now() - start;
    return taken.count() / kTokens;
  };
  const double first = verify_all();
  double again = 0;
  for (int i = 0; i < kAgain; ++i) again += verify_all() / kAgain;
  RecordProperty("first_us", std::to_string(first));
  RecordProperty("again_us", std::to_string(again));
  EXPECT_LT(first, 1'000);
  EXPECT_LT(again, 100);
}

TEST_F(JwtVerifierTest, DoesNotStartOnABadFile) {
  WriteTextFile(issuers_file_, "[");
  EXPECT_FALSE(
      JwtVerifier::Create(
          {.issuers_file = issuers_file_, .fetch = nullptr, .clock = &clock_})
          .ok());
}

}  // namespace
}  // namespace rollbook::gateway::jwt
