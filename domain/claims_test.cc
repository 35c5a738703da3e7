#include "domain/claims.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/decide.h"
#include "domain/test_users.h"

namespace rollbook::domain {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

ClaimChange Take(std::string_view kind, std::string value) {
  return {kind, std::move(value), ClaimAction::kTake};
}
ClaimChange Release(std::string_view kind, std::string value) {
  return {kind, std::move(value), ClaimAction::kRelease};
}

ProfileRules UniqueEmail() {
  ProfileRules rules;
  rules.unique_email = true;
  return rules;
}

UserState After(const UserState& state, const Command& command,
                const ProfileRules& rules) {
  return Fold(*Decide(state, command, {kToday, rules}), state);
}

UserState Created(const ProfileRules& rules) {
  return After({}, CreateUser{*ParseProfile(JaneDoe(), {}, kToday)}, rules);
}

UpdateUser NewEmail(std::optional<std::string> email) {
  ProfileInput input;
  input.email = std::move(email);
  return {*ParsePatch(input, {ProfileField::kEmail}, {}, kToday)};
}

TEST(Claims, TakeTheExternalIdByItsBytes) {
  EXPECT_THAT(ClaimChanges({}, Created({})),
              ElementsAre(Take("external_id", "partner-user-42")));
}

TEST(Claims, TakeTheExternalIdLoweredWhereCaseIsIgnored) {
  ProfileRules rules;
  rules.external_id_ignore_case = true;
  ProfileInput input;
  input.external_id = "Ab\u00C9";
  const UserState state =
      After({}, CreateUser{*ParseProfile(input, {}, kToday)}, rules);
  EXPECT_THAT(ClaimChanges({}, state),
              ElementsAre(Take("external_id", "ab\u00C9")));
  EXPECT_EQ(ExternalIdClaimValue("Ab", true), "ab");
  EXPECT_EQ(ExternalIdClaimValue("Ab", false), "Ab");
}

TEST(Claims, MoveWithTheEmailAddress) {
  const UserState before = Created(UniqueEmail());
  EXPECT_THAT(ClaimChanges({}, before),
              ElementsAre(Take("external_id", "partner-user-42"),
                          Take("email", "jane.doe@example.com")));
  const UserState after =
      After(before, NewEmail("New@Example.com"), UniqueEmail());
  EXPECT_THAT(ClaimChanges(before, after),
              ElementsAre(Release("email", "jane.doe@example.com"),
                          Take("email", "new@example.com")));
}

TEST(Claims, StayWhenOnlyTheCaseChanges) {
  const UserState before = Created(UniqueEmail());
  const UserState after =
      After(before, NewEmail("JANE.doe@example.com"), UniqueEmail());
  EXPECT_NE(before.profile.email, after.profile.email);
  EXPECT_THAT(ClaimChanges(before, after), IsEmpty());
}

TEST(Claims, OutliveAChangeOfPolicy) {
  const UserState before = Created(UniqueEmail());
  const UserState after = After(before, NewEmail("new@example.com"), {});
  EXPECT_THAT(ClaimChanges(before, after),
              ElementsAre(Release("email", "jane.doe@example.com"),
                          Take("email", "new@example.com")));
}

TEST(Claims, AreTakenByTheFirstChangeUnderANewPolicy) {
  const UserState before = Created({});
  const UserState after =
      After(before, NewEmail("new@example.com"), UniqueEmail());
  EXPECT_THAT(ClaimChanges(before, after),
              ElementsAre(Take("email", "new@example.com")));
}

TEST(Claims, AreReleasedWithTheAddress) {
  const UserState before = Created(UniqueEmail());
  const UserState after = After(before, NewEmail(std::nullopt), UniqueEmail());
  EXPECT_FALSE(after.email_claimed);
  EXPECT_THAT(ClaimChanges(before, after),
              ElementsAre(Release("email", "jane.doe@example.com")));
}

TEST(Claims, AreKeptByClosingAndReleasedByErasure) {
  const UserState before = Created(UniqueEmail());
  const UserState closed = After(
      before, ChangeStatus{StatusAction::kClose, *Text::Parse("x", 1)}, {});
  EXPECT_THAT(ClaimChanges(before, closed), IsEmpty());
  EXPECT_THAT(ClaimChanges(closed, Evolve(closed, UserErased{})),
              ElementsAre(Release("external_id", "partner-user-42"),
                          Release("email", "jane.doe@example.com")));
}

}  // namespace
}  // namespace rollbook::domain
