#include "gateway/auth/jwt/issuers_file.h"

#include <fstream>
#include <string>

#include "base/testing/temp_dir.h"
#include "gtest/gtest.h"

namespace rollbook::gateway::jwt {
namespace {

constexpr char kGood[] = R"([
  {
    "issuer": "https://login.example/",
    "audience": "https://api.example",
    "algorithms": ["RS256", "EdDSA"],
    "jwksUrl": "https://login.example/.well-known/jwks.json",
    "requiredScopes": {"wealthyhood": ["create:users"]},
    "userIdClaim": "https://example/user"
  },
  {
    "issuer": "https://other.example/",
    "audience": "b",
    "algorithms": ["ES256"],
    "jwksFile": "other.jwks"
  }
]
)";

std::string Replaced(std::string text, const std::string& from,
                     const std::string& to) {
  text.replace(text.find(from), from.size(), to);
  return text;
}

void ExpectError(const std::string& text, const std::string& error) {
  const auto issuers = ParseIssuers(text);
  ASSERT_FALSE(issuers.ok()) << text;
  EXPECT_EQ(std::string(issuers.status().message()), error);
}

TEST(IssuersFile, SaysWhoseTokensAreAccepted) {
  const auto issuers = ParseIssuers(kGood);
  ASSERT_TRUE(issuers.ok()) << issuers.status();
  ASSERT_EQ(issuers->size(), 2u);
  const Issuer& first = issuers->front();
  EXPECT_EQ(first.issuer, "https://login.example/");
  EXPECT_EQ(first.audience, "https://api.example");
  EXPECT_EQ(first.algorithms,
            (std::vector{Algorithm::kRs256, Algorithm::kEdDsa}));
  EXPECT_EQ(first.jwks_url, "https://login.example/.well-known/jwks.json");
  EXPECT_EQ(first.required_scopes.at("wealthyhood"),
            std::vector<std::string>{"create:users"});
  EXPECT_EQ(first.user_id_claim, "https://example/user");
  EXPECT_EQ(issuers->back().user_id_claim, "sub");
  EXPECT_EQ(issuers->back().jwks_file, "other.jwks");
}

TEST(IssuersFile, NamesTheLineAndTheFieldAtFault) {
  ExpectError(Replaced(kGood, "\"https://api.example\"", "7"),
              "line 4: [0].audience: must be a text that is not empty");
  ExpectError(Replaced(kGood, "\"audience\": \"b\",", ""),
              "line 10: [1].audience: is missing");
  ExpectError(Replaced(kGood, "EdDSA", "HS256"),
              "line 5: [0].algorithms[1]: must be one of RS256, RS384, RS512, "
              "PS256, PS384, PS512, ES256, ES384, ES512, EdDSA");
  ExpectError(Replaced(kGood, "jwksFile", "jwksfile"),
              "line 10: [1]: needs jwksFile or jwksUrl, and not both");
  ExpectError(Replaced(kGood, "userIdClaim", "userClaim"),
              "line 8: [0].userClaim: is not known");
  ExpectError(Replaced(kGood, "[\"create:users\"]", "\"create:users\""),
              "line 7: [0].requiredScopes.wealthyhood: must be an array of "
              "texts");
  ExpectError(
      Replaced(kGood, "https://other.example/", "https://login.example/"),
      "line 11: [1].issuer: occurs twice");
  ExpectError(Replaced(kGood, "\"audience\": \"b\"",
                       "\"audience\": \"b\",\n\"audience\": \"c\""),
              "line 13: [1].audience: occurs twice");
}

TEST(IssuersFile, NamesTheLineOfWhatIsNotJson) {
  ExpectError(Replaced(kGood, "[\"ES256\"],", "[\"ES256\"]"),
              "line 14: this is not JSON");
  EXPECT_FALSE(ParseIssuers("").ok());
  ExpectError("{}", "line 1: must be an array");
  ExpectError("[\n7]", "line 1: [0]: must be an object");
}

TEST(IssuersFile, TakesHttpFromThisMachineOnly) {
  const std::string https = "https://login.example/.well-known";
  EXPECT_TRUE(
      ParseIssuers(Replaced(kGood, https, "http://127.0.0.1:8080")).ok());
  ExpectError(Replaced(kGood, https, "http://login.example"),
              "line 6: [0].jwksUrl: must be https, except to this machine");
  ExpectError(Replaced(kGood, https, "file:///etc"),
              "line 6: [0].jwksUrl: is not an https URL");
}

TEST(IssuersFile, LooksForKeyFilesBesideIt) {
  const base::TempDir directory;
  const std::string path = directory.path() + "/issuers.json";
  std::ofstream(path) << kGood;
  const auto issuers = ReadIssuersFile(path);
  ASSERT_TRUE(issuers.ok()) << issuers.status();
  EXPECT_EQ(issuers->back().jwks_file, directory.path() + "/other.jwks");
}

TEST(IssuersFile, NamesTheFileThatCannotBeUsed) {
  EXPECT_EQ(std::string(ReadIssuersFile("/nowhere/f").status().message()),
            "cannot read /nowhere/f");
  const std::string path = base::NewTempPath("issuers.json");
  std::ofstream(path) << "{}";
  EXPECT_EQ(std::string(ReadIssuersFile(path).status().message()),
            path + ": line 1: must be an array");
}

}  // namespace
}  // namespace rollbook::gateway::jwt
