// What an operator allows a partner, and when it is in force.

#include <algorithm>
#include <functional>

#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

constexpr char kLimited[] =
    "Rate limit exceeded. Retry after the duration indicated in the "
    "Retry-After header.";

// How soon a gateway of its own obeys what was changed.
constexpr absl::Duration kSeparateDelay = absl::Seconds(1);

class Limits : public EndToEnd {
 protected:
  void Update(const std::vector<std::string>& flags) const {
    std::vector<std::string> arguments = {"partner", "update", "--id", "acme"};
    arguments.insert(arguments.end(), flags.begin(), flags.end());
    Cli(arguments);
  }

  HttpAnswer Read() const { return Send(GetCall("nobody")); }

  // Expects what was just changed to be in force at once in one process; how
  // long it took.
  static absl::Duration AwaitInForce(const std::function<bool()>& holds) {
    const absl::Time since = absl::Now();
    EXPECT_TRUE(GetParam() == Arrangement::kInProcess ? holds()
                                                      : Eventually(holds));
    return absl::Now() - since;
  }

  static PartnerKey WithoutSecret(PartnerKey key) {
    key.hmac_secret = "a guess";
    return key;
  }
};

INSTANTIATE_TEST_SUITE_P(, Limits,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

TEST_P(Limits, EveryAuthenticatedAnswerSaysWhereThePartnerStands) {
  const HttpAnswer answer = Read();
  EXPECT_EQ(answer.Header("RateLimit-Policy"), "\"read\";q=5000;w=1");
  EXPECT_THAT(answer.Header("RateLimit"),
              testing::StartsWith("\"read\";r=4999;t="));
  const HttpAnswer refused = Send(PatchCall("nobody", Json::array()));
  EXPECT_EQ(refused.Header("RateLimit-Policy"), "\"write\";q=5000;w=1");
  EXPECT_FALSE(Send(GetCall("x"), WithoutSecret(acme_)).Has("RateLimit"));
}

TEST_P(Limits, ANewRateHoldsAtOnce) {
  EXPECT_EQ(Read().status, 404);
  Update({"--read_rate", "1"});
  HttpAnswer limited;
  EXPECT_TRUE(Eventually([&] {
    limited = Read();
    return limited.status == 429;
  }));
  ExpectError(limited, 429, "too_many_requests", kLimited);
  EXPECT_EQ(limited.Header("RateLimit-Policy"), "\"read\";q=1;w=1");
  int seconds = 0;
  ASSERT_TRUE(absl::SimpleAtoi(limited.Header("Retry-After"), &seconds));
  absl::SleepFor(absl::Seconds(seconds));
  EXPECT_EQ(Read().status, 404) << "Retry-After was too early";
  EXPECT_EQ(Send(CreateCall(ExampleUser("42"))).status, 201)
      << "writes have a quota of their own";
}

TEST_P(Limits, APolicyIsInForceAtOnceOrWithinASecond) {
  EXPECT_EQ(Read().status, 404);
  // A busy machine may hold up one of them.
  absl::Duration least = absl::InfiniteDuration();
  for (int rate = 700; rate < 705 && least >= kSeparateDelay; ++rate) {
    Update({"--read_rate", std::to_string(rate)});
    const std::string policy = "\"read\";q=" + std::to_string(rate) + ";w=1";
    least = std::min(least, AwaitInForce([&] {
                       return Read().Header("RateLimit-Policy") == policy;
                     }));
  }
  EXPECT_LT(least, kSeparateDelay);

  Update({"--unknown_members", "refuse"});
  Json user = ExampleUser("42");
  user["shoeSize"] = 42;
  // Ignored, it would be 201 and then 409.
  AwaitInForce([&] { return Send(CreateCall(user)).status == 400; });
}

TEST_P(Limits, APartnerComesFromItsAddressesOnly) {
  Update({"--allow_ips", "192.0.2.0/24,2001:db8::/32"});
  AwaitInForce([&] { return Read().status == 401; });
  ExpectError(Read(), 401, "unauthorized",
              "Invalid API key or request signature");
  Update({"--allow_ips", "127.0.0.0/8"});
  AwaitInForce([&] { return Read().status == 404; });
}

TEST_P(Limits, AnAddressThatGuessesIsStopped) {
  HttpClient client = Connect();
  int refused = 0;
  absl::StatusOr<HttpAnswer> answer;
  do {
    answer = client.Call(Signed(GetCall("42"), WithoutSecret(acme_)));
    ASSERT_TRUE(answer.ok()) << answer.status();
    ++refused;
  } while (answer->status == 401 && refused < 10'000);
  EXPECT_GE(refused, 200);
  ExpectError(*answer, 429, "too_many_requests", kLimited);
  EXPECT_EQ(answer->Header("Retry-After"), "1");
  absl::SleepFor(absl::Seconds(1));
  EXPECT_EQ(Read().status, 404);
}

}  // namespace
}  // namespace rollbook::tests
