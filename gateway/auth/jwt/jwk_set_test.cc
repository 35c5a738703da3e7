#include "gateway/auth/jwt/jwk_set.h"

#include <string>

#include "gateway/auth/jwt/testing/test_key.h"
#include "gtest/gtest.h"

namespace rollbook::gateway::jwt {
namespace {

using Json = nlohmann::json;
using Result = JwkSet::Result;

const TestKey& RsaKey() {
  static const TestKey& key = *new TestKey("rsa", KeyKind::kRsa);
  return key;
}

Result VerifyWith(const std::string& set, const std::string& token,
                  const std::string& key_id, Algorithm algorithm) {
  const auto keys = JwkSet::Parse(set);
  EXPECT_TRUE(keys.ok()) << keys.status();
  return (*keys)->Verify(token, key_id, algorithm);
}

TEST(JwkSet, VerifiesEveryAlgorithmThatMayBeConfigured) {
  for (const Algorithm algorithm :
       {Algorithm::kRs256, Algorithm::kRs384, Algorithm::kRs512,
        Algorithm::kPs256, Algorithm::kPs384, Algorithm::kPs512,
        Algorithm::kEs256, Algorithm::kEs384, Algorithm::kEs512,
        Algorithm::kEdDsa}) {
    const KeyKind kind = KindFor(algorithm);
    const TestKey key = kind == KeyKind::kRsa ? RsaKey() : TestKey("rsa", kind);
    const std::string set = KeySet({key.Jwk()});
    const std::string token = key.Sign(algorithm, Json{{"a", 1}});
    EXPECT_EQ(VerifyWith(set, token, "rsa", algorithm), Result::kGood)
        << NameOf(algorithm);

    std::string changed = token;
    const size_t payload = changed.find('.') + 1;
    changed[payload] = changed[payload] == 'A' ? 'B' : 'A';
    EXPECT_EQ(VerifyWith(set, changed, "rsa", algorithm), Result::kBadSignature)
        << NameOf(algorithm);
  }
}

TEST(JwkSet, UsesAKeyForItsOwnAlgorithmOnly) {
  Json jwk = RsaKey().Jwk();
  jwk["alg"] = "RS256";
  const std::string set = KeySet({jwk});
  EXPECT_EQ(VerifyWith(set, RsaKey().Sign(Algorithm::kRs256, Json{{"a", 1}}),
                       "rsa", Algorithm::kRs256),
            Result::kGood);
  EXPECT_EQ(VerifyWith(set, RsaKey().Sign(Algorithm::kPs256, Json{{"a", 1}}),
                       "rsa", Algorithm::kPs256),
            Result::kWrongKeyType);
}

TEST(JwkSet, TellsAnUnknownKeyFromOneOfAnotherType) {
  const TestKey ec("ec", KeyKind::kP256);
  const std::string set = KeySet({RsaKey().Jwk(), ec.Jwk()});
  const std::string token = RsaKey().Sign(Algorithm::kRs256, Json{{"a", 1}});
  EXPECT_EQ(VerifyWith(set, token, "nobody", Algorithm::kRs256),
            Result::kUnknownKey);
  EXPECT_EQ(VerifyWith(set, token, "ec", Algorithm::kRs256),
            Result::kWrongKeyType);
}

TEST(JwkSet, TakesTwoKeysOfDifferentTypesUnderOneId) {
  const TestKey ec("rsa", KeyKind::kP256);
  const std::string set = KeySet({RsaKey().Jwk(), ec.Jwk()});
  EXPECT_EQ(VerifyWith(set, ec.Sign(Algorithm::kEs256, Json{{"a", 1}}), "rsa",
                       Algorithm::kEs256),
            Result::kGood);
}

TEST(JwkSet, PassesOverKeysThatAreNotForSignatures) {
  Json encryption = RsaKey().Jwk();
  encryption["use"] = "enc";
  Json nameless = RsaKey().Jwk();
  nameless.erase("kid");
  Json operations = RsaKey().Jwk();
  operations["key_ops"] = {"encrypt"};
  const Json secret = {{"kty", "oct"}, {"kid", "s"}, {"k", "c2VjcmV0"}};
  for (const Json& jwk : {encryption, nameless, operations, secret}) {
    EXPECT_FALSE(JwkSet::Parse(KeySet({jwk})).ok()) << jwk;
    EXPECT_TRUE(JwkSet::Parse(KeySet({jwk, RsaKey().Jwk()})).ok()) << jwk;
  }
}

TEST(JwkSet, RefusesAnRsaKeyThatIsTooShort) {
  const TestKey weak("weak", KeyKind::kRsa, 1024);
  EXPECT_FALSE(JwkSet::Parse(KeySet({weak.Jwk()})).ok());
}

TEST(JwkSet, RefusesWhatIsNoSetOfKeys) {
  Json broken = RsaKey().Jwk();
  broken["n"] = "!";
  Json off_curve = TestKey("ec", KeyKind::kP256).Jwk();
  off_curve["x"] = off_curve["y"];
  for (const std::string& text :
       {std::string(), std::string("[]"), std::string("{}"),
        std::string(R"({"keys":{}})"), std::string(R"({"keys":[]})"),
        std::string(R"({"keys":[1]})"), KeySet({broken}),
        KeySet({off_curve})}) {
    EXPECT_FALSE(JwkSet::Parse(text).ok()) << text;
  }
}

}  // namespace
}  // namespace rollbook::gateway::jwt
