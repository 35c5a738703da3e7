#include <variant>

#include "eventstore/conformance.h"

namespace rollbook::eventstore {
namespace {

StoredAnswer Answer(std::string_view body) {
  return {.reason = "",
          .sealed_body = std::string(body),
          .request_id = "request-1"};
}

AppendRequest WithKey(AppendRequest request, std::string_view key,
                      std::string_view fingerprint,
                      std::optional<StoredAnswer> answer) {
  request.idempotency = IdempotencyEntry{.source = "rest",
                                         .key = std::string(key),
                                         .fingerprint = HashOf(fingerprint),
                                         .answer = std::move(answer)};
  return request;
}

class ConformanceIdempotency : public Conformance {
 protected:
  AppendOutcome Outcome(AppendRequest request) {
    const auto outcome = store().AppendAndWait(std::move(request));
    EXPECT_TRUE(outcome.ok()) << outcome.status();
    return outcome.ok() ? *outcome : AppendOutcome(KeyReused{});
  }
};

TEST_P(ConformanceIdempotency, GivesTheFirstAnswerAgain) {
  const Appended first = MustAppend(
      store(), WithKey(OneEvent(Stream("u1"), 0), "k", "f", Answer("body")));
  clock_.Advance(absl::Seconds(3));
  // A retry comes with a new stream id, because the handler makes one.
  const AppendOutcome outcome =
      Outcome(WithKey(OneEvent(Stream("u2"), 0), "k", "f", Answer("another")));
  const auto* replayed = std::get_if<Replayed>(&outcome);
  ASSERT_NE(replayed, nullptr);
  EXPECT_EQ(replayed->answer, Answer("body"));
  EXPECT_EQ(replayed->stream, Stream("u1"));
  EXPECT_EQ(replayed->position, first.position);
  EXPECT_EQ(replayed->version, first.version);
  EXPECT_EQ(replayed->time, first.time);
  EXPECT_EQ(CheckWholeLog(store()), 1u);
}

TEST_P(ConformanceIdempotency, ComesBeforeEveryOtherCheck) {
  const AppendRequest request =
      WithKey(OneEvent(Stream("u1"), 0), "k", "f", Answer("body"));
  MustAppend(store(), request);
  EXPECT_TRUE(std::holds_alternative<Replayed>(Outcome(request)));
}

TEST_P(ConformanceIdempotency, RefusesAKeyWithAnotherFingerprint) {
  MustAppend(store(),
             WithKey(OneEvent(Stream("u1"), 0), "k", "f", Answer("body")));
  EXPECT_TRUE(std::holds_alternative<KeyReused>(Outcome(
      WithKey(OneEvent(Stream("u1"), 1), "k", "other", Answer("body")))));
}

TEST_P(ConformanceIdempotency, KeepsTenantsAndSourcesApart) {
  MustAppend(store(),
             WithKey(OneEvent(Stream("u1"), 0), "k", "f", Answer("1")));
  MustAppend(store(), WithKey(OneEvent(Stream("u1", "other"), 0), "k", "f",
                              Answer("2")));
  AppendRequest grpc =
      WithKey(OneEvent(Stream("u2"), 0), "k", "f", Answer("3"));
  grpc.idempotency->source = "grpc";
  MustAppend(store(), grpc);
}

TEST_P(ConformanceIdempotency, RemembersRefusalsWithoutEvents) {
  AppendRequest refusal;
  refusal.stream = Stream("u1");
  const StoredAnswer taken{
      .reason = "EMAIL_TAKEN", .sealed_body = "", .request_id = "request-1"};
  const Appended remembered =
      MustAppend(store(), WithKey(refusal, "k", "f", taken));
  EXPECT_EQ(remembered.version, Version{0});
  EXPECT_EQ(remembered.position, Position{});
  EXPECT_EQ(remembered.time, absl::InfinitePast());
  const AppendOutcome outcome =
      Outcome(WithKey(OneEvent(Stream("u1"), 0), "k", "f", Answer("")));
  const auto* replayed = std::get_if<Replayed>(&outcome);
  ASSERT_NE(replayed, nullptr);
  EXPECT_EQ(replayed->answer, taken);
  EXPECT_EQ(replayed->time, absl::InfinitePast());
}

TEST_P(ConformanceIdempotency, OnlyLooksWhenThereIsNothingToRemember) {
  AppendRequest look;
  look.stream = Stream("u1");
  look = WithKey(look, "k", "f", std::nullopt);
  EXPECT_TRUE(std::holds_alternative<Appended>(Outcome(look)));
  MustAppend(store(),
             WithKey(OneEvent(Stream("u1"), 0), "k", "f", Answer("body")));
  EXPECT_TRUE(std::holds_alternative<Replayed>(Outcome(look)));
}

TEST_P(ConformanceIdempotency, LivesTwentyFourHoursOverMidnight) {
  const AppendRequest request =
      WithKey(OneEvent(Stream("u1"), 0), "k", "f", Answer("body"));
  MustAppend(store(), request);
  clock_.Advance(absl::Hours(24) - absl::Microseconds(1));
  EXPECT_TRUE(std::holds_alternative<Replayed>(Outcome(request)));
  clock_.Advance(absl::Microseconds(1));
  EXPECT_TRUE(std::holds_alternative<VersionMismatch>(Outcome(request)));
}

TEST_P(ConformanceIdempotency, LetsAKeyBeUsedAgainAfterItsLife) {
  MustAppend(store(),
             WithKey(OneEvent(Stream("u1"), 0), "k", "f", Answer("old")));
  clock_.Advance(absl::Hours(25));
  const AppendRequest again =
      WithKey(OneEvent(Stream("u1"), 1), "k", "g", Answer("new"));
  MustAppend(store(), again);
  const AppendOutcome outcome = Outcome(again);
  const auto* replayed = std::get_if<Replayed>(&outcome);
  ASSERT_NE(replayed, nullptr);
  EXPECT_EQ(replayed->answer.sealed_body, "new");
  clock_.Advance(absl::Hours(72));
  EXPECT_TRUE(std::holds_alternative<VersionMismatch>(Outcome(again)));
}

TEST_P(ConformanceIdempotency, RemembersNothingOfARefusedAppend) {
  MustAppend(store(), OneEvent(Stream("u1"), 0));
  const AppendRequest stale =
      WithKey(OneEvent(Stream("u1"), 0), "k", "f", Answer("body"));
  EXPECT_TRUE(std::holds_alternative<VersionMismatch>(Outcome(stale)));
  MustAppend(store(),
             WithKey(OneEvent(Stream("u1"), 1), "k", "f", Answer("body")));
}

ROLLBOOK_RUN_CONFORMANCE(ConformanceIdempotency);

}  // namespace
}  // namespace rollbook::eventstore
