#include <variant>

#include "eventstore/conformance.h"

namespace rollbook::eventstore {
namespace {

constexpr char kKind[] = "email";

AppendRequest WithClaim(AppendRequest request, Claim::Action action,
                        std::string_view value) {
  request.claims.push_back({action, kKind, HashOf(value)});
  return request;
}

class ConformanceClaims : public Conformance {
 protected:
  std::optional<StreamId> Holder(std::string_view value) {
    return *store().FindClaim({"acme"}, kKind, HashOf(value));
  }
  std::optional<ClaimTaken> Taken(AppendRequest request) {
    const auto outcome = store().AppendAndWait(std::move(request));
    if (!outcome.ok()) return std::nullopt;
    const auto* taken = std::get_if<ClaimTaken>(&*outcome);
    return taken == nullptr ? std::nullopt : std::optional(*taken);
  }
};

TEST_P(ConformanceClaims, HaveOneHolder) {
  const auto take = Claim::Action::kTake;
  MustAppend(store(), WithClaim(OneEvent(Stream("u1"), 0), take, "a"));
  EXPECT_EQ(Holder("a"), Stream("u1"));

  AppendRequest second = OneEvent(Stream("u2"), 0);
  second.claims.push_back({take, kKind, HashOf("free")});
  second.claims.push_back({take, kKind, HashOf("a")});
  const auto taken = Taken(second);
  ASSERT_TRUE(taken);
  EXPECT_EQ(taken->claim, 1u);
  EXPECT_EQ(taken->holder, Stream("u1"));
  // All or nothing.
  EXPECT_FALSE(Holder("free"));
  EXPECT_FALSE(store().Load(Stream("u2"))->has_value());
  EXPECT_EQ(CheckWholeLog(store()), 1u);
}

TEST_P(ConformanceClaims, MayBeTakenAgainByTheirHolder) {
  const auto take = Claim::Action::kTake;
  MustAppend(store(), WithClaim(OneEvent(Stream("u1"), 0), take, "a"));
  MustAppend(store(), WithClaim(OneEvent(Stream("u1"), 1), take, "a"));
  EXPECT_EQ(Holder("a"), Stream("u1"));
}

TEST_P(ConformanceClaims, MoveWithTheEventThatChangesThem) {
  const auto take = Claim::Action::kTake;
  MustAppend(store(), WithClaim(OneEvent(Stream("u1"), 0), take, "old"));
  AppendRequest move = OneEvent(Stream("u1"), 1);
  move.claims.push_back({Claim::Action::kRelease, kKind, HashOf("old")});
  move.claims.push_back({take, kKind, HashOf("new")});
  MustAppend(store(), move);
  EXPECT_FALSE(Holder("old"));
  EXPECT_EQ(Holder("new"), Stream("u1"));
  MustAppend(store(), WithClaim(OneEvent(Stream("u2"), 0), take, "old"));
  EXPECT_EQ(Holder("old"), Stream("u2"));
}

TEST_P(ConformanceClaims, AreNotReleasedByStrangers) {
  MustAppend(store(),
             WithClaim(OneEvent(Stream("u1"), 0), Claim::Action::kTake, "a"));
  MustAppend(store(), WithClaim(OneEvent(Stream("u2"), 0),
                                Claim::Action::kRelease, "a"));
  EXPECT_EQ(Holder("a"), Stream("u1"));
}

TEST_P(ConformanceClaims, OfTenantsAndKindsAreApart) {
  MustAppend(store(),
             WithClaim(OneEvent(Stream("u1"), 0), Claim::Action::kTake, "a"));
  MustAppend(store(), WithClaim(OneEvent(Stream("u1", "other"), 0),
                                Claim::Action::kTake, "a"));
  AppendRequest other_kind = OneEvent(Stream("u2"), 0);
  other_kind.claims.push_back(
      {Claim::Action::kTake, "external_id", HashOf("a")});
  MustAppend(store(), other_kind);
}

TEST_P(ConformanceClaims, AreCheckedAfterTheVersion) {
  MustAppend(store(),
             WithClaim(OneEvent(Stream("u1"), 0), Claim::Action::kTake, "a"));
  const auto outcome = store().AppendAndWait(
      WithClaim(OneEvent(Stream("u2"), 5), Claim::Action::kTake, "a"));
  ASSERT_TRUE(outcome.ok());
  EXPECT_TRUE(std::holds_alternative<VersionMismatch>(*outcome));
}

ROLLBOOK_RUN_CONFORMANCE(ConformanceClaims);

}  // namespace
}  // namespace rollbook::eventstore
