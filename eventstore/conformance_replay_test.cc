#include <variant>

#include "eventstore/conformance.h"

namespace rollbook::eventstore {
namespace {

AppendRequest Signed(AppendRequest request, std::string_view signature,
                     absl::Time expires) {
  request.replay_guard =
      ReplayGuard{.signature = HashOf(signature), .expires = expires};
  return request;
}

class ConformanceReplay : public Conformance {
 protected:
  AppendOutcome Outcome(AppendRequest request) {
    const auto outcome = store().AppendAndWait(std::move(request));
    EXPECT_TRUE(outcome.ok()) << outcome.status();
    return outcome.ok() ? *outcome : AppendOutcome(KeyReused{});
  }
  AppendRequest Nothing(const StreamId& stream) {
    AppendRequest request;
    request.stream = stream;
    return request;
  }
  const absl::Time expires_ = Noon() + absl::Minutes(1);
};

TEST_P(ConformanceReplay, LetsASignatureCommitEventsOnce) {
  MustAppend(store(), Signed(OneEvent(Stream("u1"), 0), "s", expires_));
  EXPECT_TRUE(std::holds_alternative<SignatureSeen>(
      Outcome(Signed(OneEvent(Stream("u1"), 1), "s", expires_))));
  EXPECT_EQ(CheckWholeLog(store()), 1u);
}

TEST_P(ConformanceReplay, RemembersSignaturesOfRequestsWithoutEvents) {
  MustAppend(store(), Signed(Nothing(Stream("u1")), "s", expires_));
  EXPECT_TRUE(std::holds_alternative<SignatureSeen>(
      Outcome(Signed(OneEvent(Stream("u1"), 0), "s", expires_))));
}

TEST_P(ConformanceReplay, LetsASeenSignaturePassWithoutEvents) {
  MustAppend(store(), Signed(OneEvent(Stream("u1"), 0), "s", expires_));
  MustAppend(store(), Signed(Nothing(Stream("u1")), "s", expires_));
}

TEST_P(ConformanceReplay, RefusesASignatureFromItsExpiryOn) {
  clock_.Advance(absl::Minutes(1));
  EXPECT_TRUE(std::holds_alternative<SignatureExpired>(
      Outcome(Signed(OneEvent(Stream("u1"), 0), "s", expires_))));
  MustAppend(store(), Signed(OneEvent(Stream("u1"), 0), "s",
                             expires_ + absl::Microseconds(1)));
  MustAppend(store(), Signed(Nothing(Stream("u1")), "late", expires_));
}

TEST_P(ConformanceReplay, StaysRefusedLongAfterItsMinuteWasDropped) {
  const AppendRequest request =
      Signed(OneEvent(Stream("u1"), 0), "s", expires_);
  MustAppend(store(), request);
  for (int minute = 1; minute < 10; ++minute) {
    clock_.Advance(absl::Minutes(1));
    MustAppend(store(), OneEvent(Stream("u2"), minute - 1));
    AppendRequest again = request;
    again.expected_version = Version{1};
    const AppendOutcome outcome = Outcome(again);
    EXPECT_TRUE(std::holds_alternative<SignatureSeen>(outcome) ||
                std::holds_alternative<SignatureExpired>(outcome));
  }
}

TEST_P(ConformanceReplay, KeepsTenantsApart) {
  MustAppend(store(), Signed(OneEvent(Stream("u1"), 0), "s", expires_));
  MustAppend(store(),
             Signed(OneEvent(Stream("u1", "other"), 0), "s", expires_));
}

TEST_P(ConformanceReplay, IsCheckedLast) {
  MustAppend(store(), Signed(OneEvent(Stream("u1"), 0), "s", expires_));
  EXPECT_TRUE(std::holds_alternative<VersionMismatch>(
      Outcome(Signed(OneEvent(Stream("u1"), 0), "s", expires_))));
}

ROLLBOOK_RUN_CONFORMANCE(ConformanceReplay);

}  // namespace
}  // namespace rollbook::eventstore
