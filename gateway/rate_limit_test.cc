#include <string>

#include "gateway/limits/failure_limiter.h"
#include "gateway/testing/gateway_fixture.h"

namespace rollbook::gateway {
namespace {

// The stages of a request with limits, at a clock that stands still.
class RateLimit : public GatewayFixture {
 protected:
  RateLimit() {
    backend_.on_get = [](const user::v1::GetUserRequest&) {
      return user::v1::GetUserResponse();
    };
  }

  http::HttpResponse SendFrom(const std::string& address,
                              const TestRequest& request) {
    http::HttpRequest signed_request = request.Sign();
    signed_request.peer_address = address;
    std::optional<http::HttpResponse> answer;
    limited_.Handle(
        std::move(signed_request),
        [&](http::HttpResponse response) { answer = std::move(response); });
    EXPECT_TRUE(answer) << "not answered";
    return answer.value_or(http::HttpResponse{0, {}, ""});
  }
  http::HttpResponse SendLimited(const TestRequest& request) {
    return SendFrom("192.0.2.1", request);
  }

  static TestRequest BadlySigned() {
    TestRequest request;
    request.secret = "not the secret";
    return request;
  }

  admin::v1::PartnerPolicy& policy() {
    return *backend_.keys[kTestKey].mutable_policy();
  }

  PartnerLimits limits_{clock_, base::CryptoRandom()};
  FailureLimiter failures_{FailureLimiter::kDefaultPerSecond, clock_,
                           base::CryptoRandom()};
  const Environment with_limits_{&backend_, &credentials_, &clock_,
                                 nullptr,   &limits_,      &failures_};
  GatewayHandler limited_{with_limits_, contracts_, base::CryptoRandom(),
                          &observer_};
};

TEST_F(RateLimit, TellsEveryAuthenticatedClientWhereItStands) {
  const auto read = SendLimited(TestRequest());
  EXPECT_EQ(HeaderOf(read, "RateLimit-Policy"), "\"read\";q=5000;w=1");
  EXPECT_EQ(HeaderOf(read, "RateLimit"), "\"read\";r=4999;t=1");

  const auto refused = SendLimited(Post("not json"));
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(HeaderOf(refused, "RateLimit-Policy"), "\"write\";q=5000;w=1");
  EXPECT_EQ(HeaderOf(refused, "RateLimit"), "\"write\";r=4999;t=1");
}

TEST_F(RateLimit, TellsStrangersNothing) {
  const auto answer = SendLimited(BadlySigned());
  EXPECT_EQ(answer.status, 401);
  EXPECT_EQ(HeaderOf(answer, "RateLimit"), "");
  EXPECT_EQ(HeaderOf(answer, "RateLimit-Policy"), "");
}

TEST_F(RateLimit, RefusesWhatIsAboveThePartnersRate) {
  policy().set_read_rate(2);
  EXPECT_EQ(SendLimited(TestRequest()).status, 200);
  EXPECT_EQ(SendLimited(TestRequest()).status, 200);
  const auto refused = SendLimited(TestRequest());
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(HeaderOf(refused, "Retry-After"), "1");
  EXPECT_EQ(HeaderOf(refused, "RateLimit"), "\"read\";r=0;t=1");
  EXPECT_NE(refused.body.find("too_many_requests"), std::string::npos);
  EXPECT_EQ(backend_.gets.size(), 2u);
  // Writes are another matter.
  EXPECT_EQ(SendLimited(Post("not json")).status, 400);

  clock_.Advance(absl::Seconds(1));
  TestRequest later;
  later.stamp = "2026-03-13T12:00:01Z";
  EXPECT_EQ(SendLimited(later).status, 200);
}

TEST_F(RateLimit, TakesAnswersOutOfTheCountOfWhatIsUnderWay) {
  policy().set_max_concurrency(1);
  for (int i = 0; i < 3; ++i) EXPECT_EQ(SendLimited(TestRequest()).status, 200);
  EXPECT_EQ(limits_.busy(), 0u);
}

TEST_F(RateLimit, ObeysAPolicyFromTheMomentOfItsChange) {
  EXPECT_EQ(SendLimited(TestRequest()).status, 200);
  policy().set_read_rate(1);
  v1::WatchCredentialsResponse change;
  change.set_changed_partner_id("acme");
  credentials_.OnChange(change);
  clock_.Advance(absl::Milliseconds(1));  // what was taken before is paid back
  EXPECT_EQ(SendLimited(TestRequest()).status, 200);
  EXPECT_EQ(SendLimited(TestRequest()).status, 429);
}

TEST_F(RateLimit, LetsAPartnerInFromItsAddressesOnly) {
  policy().add_allow_ips("192.0.2.0/24");
  EXPECT_EQ(SendFrom("192.0.2.7", TestRequest()).status, 200);
  const auto refused = SendFrom("198.51.100.7", TestRequest());
  EXPECT_EQ(refused.status, 401);
  EXPECT_EQ(observer_.records.back().auth_failure, "address_not_allowed");
  EXPECT_EQ(refused.body.size(), SendLimited(BadlySigned()).body.size());
}

TEST_F(RateLimit, StopsAnAddressThatFailsTooOften) {
  for (int i = 0; i < 200; ++i) {
    ASSERT_EQ(SendLimited(BadlySigned()).status, 401) << i;
  }
  const int looked_up = backend_.resolves;
  const auto refused = SendLimited(BadlySigned());
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(HeaderOf(refused, "Retry-After"), "1");
  EXPECT_EQ(HeaderOf(refused, "RateLimit"), "");
  EXPECT_GT(refused.hold_back, absl::ZeroDuration());
  EXPECT_EQ(observer_.records.back().auth_failure, "too_many_failures");
  EXPECT_EQ(backend_.resolves, looked_up);
  // With the right secret, too: it is the address that is out.
  EXPECT_EQ(SendLimited(TestRequest()).status, 429);
  // Another address is none the worse for it, with the very same key.
  EXPECT_EQ(SendFrom("192.0.2.2", TestRequest()).status, 200);

  clock_.Advance(absl::Seconds(1));
  TestRequest later;
  later.stamp = "2026-03-13T12:00:01Z";
  EXPECT_EQ(SendLimited(later).status, 200);
}

TEST_F(RateLimit, DoesNotCountWhatSucceeds) {
  policy().set_read_rate(1'000);
  for (int i = 0; i < 500; ++i) {
    ASSERT_EQ(SendLimited(TestRequest()).status, 200) << i;
  }
}

}  // namespace
}  // namespace rollbook::gateway
