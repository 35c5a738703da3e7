#include <string>
#include <vector>

#include "gateway/backoff.h"
#include "gateway/etag.h"
#include "gateway/idempotency_key.h"
#include "gateway/media_type.h"
#include "gateway/percent.h"
#include "gateway/router.h"
#include "gateway/testing/gateway_fixture.h"
#include "gateway/traceparent.h"
#include "gtest/gtest.h"

namespace rollbook::gateway {
namespace {

TEST(Percent, DecodesOnceAndLeavesThePlusAlone) {
  EXPECT_EQ(DecodePercent("partner%20user%2F42%2B%C3%A9"),
            "partner user/42+\u00e9");
  EXPECT_EQ(DecodePercent("a+b"), "a+b");
  EXPECT_EQ(DecodePercent("%2541"), "%41");
  for (const char* bad : {"%", "%4", "%zz", "a%", "%%41"}) {
    EXPECT_EQ(DecodePercent(bad), std::nullopt) << bad;
  }
}

TEST(MediaType, IsJsonInAnyCaseWithAnyParameters) {
  for (const char* type :
       {"application/json", "Application/JSON",
        "application/json;charset=utf-8", "application/json ; x=y",
        "application/problem+json", "application/VND.x+JSON"}) {
    EXPECT_TRUE(IsJsonMediaType(type)) << type;
  }
  for (const char* type :
       {"", "text/plain", "text/json", "application/jsonx", "application/+json",
        "application/x-www-form-urlencoded", "application/xml", "json"}) {
    EXPECT_FALSE(IsJsonMediaType(type)) << type;
  }
}

TEST(IdempotencyKey, IsAUuidBareOrQuoted) {
  const std::string uuid = "550e8400-e29b-41d4-a716-446655440000";
  EXPECT_EQ(ParseIdempotencyKey(uuid), uuid);
  EXPECT_EQ(ParseIdempotencyKey("\"" + uuid + "\""), uuid);
  EXPECT_EQ(ParseIdempotencyKey("550E8400-E29B-41D4-A716-446655440000"), uuid);
  for (const std::string& bad :
       {std::string(), std::string("abc"), "\"" + uuid, uuid + "\"",
        "'" + uuid + "'", uuid + " ", "{" + uuid + "}", std::string("\"\"")}) {
    EXPECT_EQ(ParseIdempotencyKey(bad), std::nullopt) << bad;
  }
}

TEST(IfMatch, ReadsListsAndNeverMatchesWeakOrForeignTags) {
  using Versions = std::vector<uint64_t>;
  EXPECT_TRUE(ParseIfMatch({"*"}).any);
  EXPECT_EQ(ParseIfMatch({"\"7\""}).versions, Versions{7});
  EXPECT_EQ(ParseIfMatch({"\"7\", \"8\" ,\"9\""}).versions,
            (Versions{7, 8, 9}));
  EXPECT_EQ(ParseIfMatch({"\"7\"", "\"8\""}).versions, (Versions{7, 8}));
  EXPECT_EQ(ParseIfMatch({"W/\"7\", \"8\""}).versions, Versions{8});
  for (const char* nothing : {"W/\"7\"", "\"x\"", "\"07\"", "\"\"", "7", "\"7",
                              "", "\"-1\"", "\"99999999999999999999\""}) {
    const IfMatch wanted = ParseIfMatch({nothing});
    EXPECT_FALSE(wanted.any) << nothing;
    EXPECT_TRUE(wanted.versions.empty()) << nothing;
  }
  EXPECT_EQ(ParseIfMatch({EtagOf(12)}).versions, Versions{12});
}

TEST(Traceparent, IsTakenOnlyInItsStrictForm) {
  const std::string good =
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  EXPECT_TRUE(IsTraceparent(good));
  for (const std::string& bad :
       {std::string(), good + "-x", "01" + good.substr(2),
        std::string("00-4BF92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"),
        "00-" + std::string(32, '0') + "-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-" + std::string(16, '0') +
            "-01"}) {
    EXPECT_FALSE(IsTraceparent(bad)) << bad;
  }
}

class ScriptedRandom final : public base::Random {
 public:
  explicit ScriptedRandom(uint8_t byte) : byte_(byte) {}
  void Fill(std::span<uint8_t> out) override {
    for (uint8_t& byte : out) byte = byte_;
  }

 private:
  uint8_t byte_;
};

TEST(Backoff, DoublesUpToItsBoundAndStartsAnew) {
  ScriptedRandom lowest(0);
  Backoff backoff(absl::Seconds(1), absl::Seconds(3), lowest);
  for (const double seconds : {0.8, 1.6, 2.4, 2.4}) {
    EXPECT_NEAR(absl::ToDoubleSeconds(backoff.Next()), seconds, 1e-6);
  }
  backoff.Reset();
  EXPECT_NEAR(absl::ToDoubleSeconds(backoff.Next()), 0.8, 1e-6);
  ScriptedRandom highest(255);
  Backoff later(absl::Seconds(1), absl::Seconds(3), highest);
  EXPECT_NEAR(absl::ToDoubleSeconds(later.Next()), 1.2, 1e-6);
}

class RouterTest : public testing::Test {
 protected:
  const Contracts contracts_ = *MakeContracts({});
  const Router router_{contracts_};
};

TEST_F(RouterTest, SplitsTheRawPath) {
  const auto match = router_.Find("GET", "/v1/users/a%2Fb?x=/y");
  ASSERT_NE(match.route, nullptr);
  EXPECT_EQ(match.route->path, "/v1/users/{externalId}");
  EXPECT_EQ(match.parameters, std::vector<std::string_view>{"a%2Fb"});
  EXPECT_NE(router_.Find("HEAD", "/v1/users/x").route, nullptr);
  EXPECT_NE(router_.Find("POST", "/v1/users?x").route, nullptr);
  EXPECT_NE(router_.Find("GET", "/v1/users/..").route, nullptr);
}

TEST_F(RouterTest, KnowsWhatElseAPathAllows) {
  EXPECT_EQ(router_.Find("DELETE", "/v1/users/x").allowed_methods,
            "PATCH, GET, HEAD");
  EXPECT_EQ(router_.Find("OPTIONS", "/v1/users").allowed_methods, "POST");
  EXPECT_EQ(router_.Find("HEAD", "/v1/users").allowed_methods, "POST");
}

TEST_F(RouterTest, FindsNothingForOtherPaths) {
  for (const char* target :
       {"/", "", "*", "/v1", "/v1/user", "/V1/users", "/v1/users/a/b",
        "//v1/users", "/v1/./users", "/v1%2Fusers", "v1/users"}) {
    const auto match = router_.Find("POST", target);
    EXPECT_EQ(match.route, nullptr) << target;
    EXPECT_EQ(match.allowed_methods, "") << target;
    EXPECT_NE(match.contract, nullptr);
  }
}

}  // namespace
}  // namespace rollbook::gateway
