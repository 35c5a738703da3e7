// Contract section 1.1: who may ask. That exactly 60 s pass is shown with a
// clock that stands still, in the gateway's own tests; this clock runs on.

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

constexpr absl::Duration kWindow = absl::Seconds(60);

class Signature : public EndToEnd {
 protected:
  HttpAnswer SendAt(const HttpCall& call, absl::Time time) {
    return SendAsIs(Signed(call, acme_, TimestampText(time)));
  }

  static void ExpectUnauthorized(const HttpAnswer& answer) {
    ExpectError(answer, 401, "unauthorized",
                "Invalid API key or request signature");
    EXPECT_TRUE(answer.Has("WWW-Authenticate"));
    EXPECT_TRUE(answer.Has("Date"));
  }

  // A signed call whose header `name` has another value.
  HttpCall With(const std::string& name, const std::string& value) {
    HttpCall call = Signed(GetCall("42"), acme_);
    for (auto& [key, old] : call.headers) {
      if (key == name) old = value;
    }
    return call;
  }

  HttpCall Without(const std::string& name) {
    HttpCall call = Signed(GetCall("42"), acme_);
    std::erase_if(call.headers,
                  [&](const auto& header) { return header.first == name; });
    return call;
  }
};

INSTANTIATE_TEST_SUITE_P(, Signature,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

TEST_P(Signature, ATimestampMayBeAMinuteOffEitherWay) {
  // The request travels for a while: one from the past gets older by it, one
  // from the future comes nearer.
  const absl::Duration kTravel = absl::Seconds(5);
  EXPECT_EQ(SendAt(GetCall("42"), absl::Now() - kWindow + kTravel).status, 404);
  EXPECT_EQ(SendAt(GetCall("42"), absl::Now() + kWindow).status, 404);
}

TEST_P(Signature, ATimestampMoreThanAMinuteOffIsRefused) {
  ExpectUnauthorized(
      SendAt(GetCall("42"), absl::Now() - kWindow - absl::Seconds(1)));
  // Sent so that it arrives more than a minute ahead, however slowly.
  const absl::Duration kTravel = absl::Seconds(5);
  ExpectUnauthorized(SendAt(GetCall("42"), absl::Now() + kWindow + kTravel));
}

TEST_P(Signature, OffsetsFractionsAndCaseOfATimestampAreFree) {
  const absl::Time now = absl::Now();
  const absl::TimeZone toronto = absl::FixedTimeZone(-4 * 60 * 60);
  for (const std::string& text :
       {absl::FormatTime("%Y-%m-%dT%H:%M:%SZ", now, absl::UTCTimeZone()),
        absl::FormatTime("%Y-%m-%dt%H:%M:%E9Sz", now, absl::UTCTimeZone()),
        absl::FormatTime("%Y-%m-%dT%H:%M:%E3S%Ez", now, toronto)}) {
    EXPECT_EQ(SendAsIs(Signed(GetCall("42"), acme_, text)).status, 404) << text;
  }
  const std::string no_zone =
      absl::FormatTime("%Y-%m-%dT%H:%M:%S", now, absl::UTCTimeZone());
  ExpectUnauthorized(SendAsIs(Signed(GetCall("42"), acme_, no_zone)));
}

TEST_P(Signature, MissingOrWrongHeadersAllGetOneAnswer) {
  for (const char* const name :
       {"X-Api-Key", "X-Request-Timestamp", "X-Request-Signature"}) {
    ExpectUnauthorized(SendAsIs(Without(name)));
    ExpectUnauthorized(SendAsIs(With(name, "")));
    ExpectUnauthorized(SendAsIs(With(name, "nonsense")));
  }
  ExpectUnauthorized(
      SendAsIs(With("X-Request-Signature", std::string(64, '0'))));
  ExpectUnauthorized(
      Send(GetCall("42"), {acme_.api_key, acme_.hmac_secret + "x"}));
  ExpectUnauthorized(
      Send(GetCall("42"), {acme_.api_key + "x", acme_.hmac_secret}));
}

TEST_P(Signature, TheSignatureIsOverTheRawTarget) {
  ASSERT_EQ(Send(CreateCall(ExampleUser("partner user/42+é"))).status, 201);
  const HttpCall call = {.target =
                             "/v1/users/partner%20user%2F42%2B%C3%A9?x=%3a"};
  EXPECT_EQ(Send(call).status, 200);
  HttpCall other = Signed(call, acme_);
  other.target = "/v1/users/partner%20user%2f42%2B%C3%A9?x=%3a";
  ExpectUnauthorized(SendAsIs(other));
}

TEST_P(Signature, ABodyChangedOnItsWayIsRefused) {
  HttpCall call = Signed(CreateCall(ExampleUser("42")), acme_);
  call.body += " ";
  ExpectUnauthorized(SendAsIs(call));
  EXPECT_EQ(Send(GetCall("42")).status, 404);
}

TEST_P(Signature, AByteIdenticalCreateGetsItsNaturalAnswer) {
  const HttpCall create = Signed(CreateCall(ExampleUser("42")), acme_);
  ASSERT_EQ(SendAsIs(create).status, 201);
  EXPECT_EQ(SendAsIs(create).status, 409);
}

TEST_P(Signature, AReplayThatWouldChangeSomethingAgainIsRefused) {
  ASSERT_EQ(Send(CreateCall(ExampleUser("42"))).status, 201);
  const HttpCall ottawa = Signed(PatchCall("42", {{"city", "Ottawa"}}), acme_);
  ASSERT_EQ(SendAsIs(ottawa).status, 200);
  EXPECT_EQ(SendAsIs(ottawa).status, 200);  // changes nothing
  ASSERT_EQ(Send(PatchCall("42", {{"city", "Montreal"}})).status, 200);
  ExpectUnauthorized(SendAsIs(ottawa));

  service_.Crash();
  ASSERT_TRUE(service_.Start().ok());
  ASSERT_TRUE(Eventually([&] { return Send(GetCall("42")).status == 200; }));
  ExpectUnauthorized(SendAsIs(ottawa));
}

}  // namespace
}  // namespace rollbook::tests
