#include "domain/decide.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "domain/test_users.h"

namespace rollbook::domain {
namespace {

using base::Reason;
using testing::ElementsAre;
using testing::IsEmpty;

Profile Jane() { return *ParseProfile(JaneDoe(), {}, kToday); }

DecideContext Context(const ProfileRules& rules = BocaRatonRules()) {
  return {kToday, rules};
}

Text Why() { return *Text::Parse("because", 10); }

UpdateUser Update(const ProfileInput& input, FieldSet mask) {
  return {*ParsePatch(input, mask, {}, kToday)};
}

UpdateUser NewEmail(const char* email) {
  ProfileInput input;
  input.email = email;
  return Update(input, {ProfileField::kEmail});
}

std::optional<Reason> Refusal(const UserState& state, const Command& command,
                              const DecideContext& context = Context()) {
  return base::ReasonOf(Decide(state, command, context).status());
}

std::vector<std::string> TypesOf(const std::vector<Event>& events) {
  std::vector<std::string> names;
  names.reserve(events.size());
  for (const Event& event : events) names.emplace_back(EventTypeName(event));
  return names;
}

TEST(CreateUser, IsOneEvent) {
  const auto events = Decide({}, CreateUser{Jane()}, Context());
  ASSERT_TRUE(events.ok()) << events.status();
  EXPECT_THAT(
      *events,
      ElementsAre(Event(UserCreated{Jane(), UserStatus::kPendingCompliance})));
  const UserState state = Fold(*events);
  EXPECT_TRUE(state.exists);
  EXPECT_EQ(state.profile, Jane());
  EXPECT_EQ(state.kyc_status, KycStatus::kPending);
}

TEST(CreateUser, IsRefusedTheSecondTime) {
  EXPECT_EQ(Refusal(StateOf(Jane()), CreateUser{Jane()}),
            Reason::kExternalIdTaken);
}

TEST(CreateUser, StartsPendingOrActive) {
  EXPECT_FALSE(Refusal({}, CreateUser{Jane(), UserStatus::kActive}));
  EXPECT_EQ(Refusal({}, CreateUser{Jane(), UserStatus::kClosed}),
            Reason::kInvalidArgument);
}

TEST(CreateUser, DemandsTheMinimumAge) {
  Profile profile = Jane();
  profile.date_of_birth = Date::Parse("2008-03-13");
  EXPECT_FALSE(Refusal({}, CreateUser{profile}));
  profile.date_of_birth = Date::Parse("2008-03-14");
  EXPECT_EQ(Refusal({}, CreateUser{profile}), Reason::kUserUnderAge);
  EXPECT_FALSE(Refusal({}, CreateUser{profile}, {kToday, {}}));
}

TEST(CreateUser, FindsViolationsBeforeTheAge) {
  Profile profile = Jane();
  profile.date_of_birth = Date::Parse("2020-01-01");
  profile.address.province.reset();
  EXPECT_EQ(Refusal({}, CreateUser{profile}), Reason::kInvalidProfile);
}

TEST(UpdateUser, HasAnEventPerFact) {
  ProfileInput input = JaneDoe();
  input.email = "jane@example.org";
  input.phone_number = "+14165550123";
  input.first_name = "Joan";
  const FieldSet mask = {ProfileField::kEmail, ProfileField::kPhoneNumber,
                         ProfileField::kFirstName, ProfileField::kLastName,
                         ProfileField::kAlias};
  const auto events = Decide(StateOf(Jane()), Update(input, mask), Context());
  ASSERT_TRUE(events.ok());
  EXPECT_THAT(TypesOf(*events),
              ElementsAre("UserProfileUpdated", "UserEmailChanged",
                          "UserPhoneNumberChanged"));
  const auto& updated = std::get<UserProfileUpdated>(events->front());
  EXPECT_EQ(TouchedFields(updated.patch), FieldSet{ProfileField::kFirstName});
}

TEST(UpdateUser, ThatChangesNothingIsNoEvent) {
  const FieldSet mask = *FieldsByMaskPath("*");
  EXPECT_THAT(*Decide(StateOf(Jane()), Update(JaneDoe(), mask), Context()),
              IsEmpty());
  EXPECT_THAT(*Decide(StateOf(Jane()), UpdateUser{}, Context()), IsEmpty());
}

TEST(UpdateUser, ClearsEmailAndPhoneNumberWithTheirOwnEvents) {
  ProfileInput input = JaneDoe();
  input.phone_number = "+14165550123";
  const UserState state = StateOf(*ParseProfile(input, {}, kToday));
  const auto events = Decide(
      state, Update({}, {ProfileField::kEmail, ProfileField::kPhoneNumber}),
      Context());
  EXPECT_THAT(*events, ElementsAre(Event(UserEmailChanged{}),
                                   Event(UserPhoneNumberChanged{})));
}

TEST(UpdateUser, ChecksAcrossFieldsOnTheResult) {
  ProfileInput input;
  input.address.country = "US";
  const auto result =
      Decide(StateOf(Jane()), Update(input, {ProfileField::kAddressCountry}),
             Context());
  EXPECT_THAT(ViolationsOf(result.status()),
              ElementsAre("address.province SUBDIVISION Is not valid"));
  EXPECT_EQ(
      Refusal(StateOf(Jane()), Update({}, {ProfileField::kAddressProvince})),
      Reason::kInvalidProfile);
}

TEST(UpdateUser, LeavesOldFaultsOfOtherFieldsAlone) {
  Profile old = Jane();
  old.address.province = Text::Parse("Upper Canada", 20);
  old.date_of_birth = Date::Parse("2020-01-01");
  ProfileInput input;
  input.first_name = "Joan";
  input.address.postal_code = "K1A 0B1";
  EXPECT_FALSE(
      Refusal(StateOf(old), Update(input, {ProfileField::kFirstName,
                                           ProfileField::kAddressPostalCode})));
}

TEST(UpdateUser, ChecksTheAgeWhenTheDateOfBirthIsThere) {
  ProfileInput input;
  input.date_of_birth = "2020-01-01";
  EXPECT_EQ(
      Refusal(StateOf(Jane()), Update(input, {ProfileField::kDateOfBirth})),
      Reason::kUserUnderAge);
}

TEST(UpdateUser, NeverChangesTheExternalId) {
  UpdateUser command;
  command.patch.changed.external_id = Text::Parse("other", 10);
  EXPECT_EQ(Refusal(StateOf(Jane()), command), Reason::kInvalidProfile);
}

TEST(UpdateUser, IsRefusedForAClosedUserEvenWithoutAChange) {
  for (const UserStatus status :
       {UserStatus::kPendingCompliance, UserStatus::kActive,
        UserStatus::kRejected, UserStatus::kSuspended}) {
    EXPECT_FALSE(Refusal(StateOf(Jane(), status), UpdateUser{}));
  }
  EXPECT_EQ(Refusal(StateOf(Jane(), UserStatus::kClosed), UpdateUser{}),
            Reason::kUserClosed);
}

TEST(ChangeStatus, FollowsTheTable) {
  using enum UserStatus;
  using enum StatusAction;
  // Per status the outcome of each action; its own status: no event; nullopt:
  // not allowed.
  const std::pair<UserStatus, std::vector<std::optional<UserStatus>>> table[] =
      {{kPendingCompliance,
        {kActive, UserStatus::kRejected, std::nullopt, std::nullopt, kClosed}},
       {kActive, {kActive, std::nullopt, kSuspended, kActive, kClosed}},
       {kRejected, {kActive, kRejected, std::nullopt, std::nullopt, kClosed}},
       {kSuspended, {std::nullopt, std::nullopt, kSuspended, kActive, kClosed}},
       {kClosed,
        {std::nullopt, std::nullopt, std::nullopt, std::nullopt, kClosed}}};
  const StatusAction actions[] = {kApprove, kReject, kSuspend, kReactivate,
                                  kClose};
  for (const auto& [from, targets] : table) {
    for (size_t i = 0; i < std::size(actions); ++i) {
      const auto events = Decide(StateOf(Jane(), from),
                                 ChangeStatus{actions[i], Why()}, Context());
      SCOPED_TRACE(testing::Message() << Name(from) << " action " << i);
      if (!targets[i]) {
        EXPECT_EQ(base::ReasonOf(events.status()),
                  Reason::kTransitionNotAllowed);
        EXPECT_EQ(base::MetadataOf(events.status(), "from"), Name(from));
      } else if (*targets[i] == from) {
        EXPECT_THAT(*events, IsEmpty());
      } else {
        EXPECT_THAT(
            *events,
            ElementsAre(Event(UserStatusChanged{from, *targets[i], Why()})));
      }
    }
  }
}

TEST(RecordKycResult, IsAnEventWhenTheResultIsNew) {
  UserState state = StateOf(Jane());
  const auto events =
      Decide(state, RecordKycResult{KycStatus::kPassed, Why()}, Context());
  EXPECT_THAT(*events,
              ElementsAre(Event(UserKycRecorded{KycStatus::kPassed, Why()})));
  state = Fold(*events, state);
  EXPECT_EQ(state.kyc_status, KycStatus::kPassed);
  EXPECT_THAT(*Decide(state, RecordKycResult{KycStatus::kPassed}, Context()),
              IsEmpty());
  EXPECT_EQ(Refusal(state, RecordKycResult{static_cast<KycStatus>(9)}),
            Reason::kInvalidArgument);
}

TEST(VerifyEmail, HoldsUntilTheAddressChanges) {
  UserState state = StateOf(Jane());
  const auto events =
      Decide(state, VerifyEmail{state.profile.email}, Context());
  ASSERT_EQ(events->size(), 1);
  state = Fold(*events, state);
  EXPECT_TRUE(state.email_verified);
  EXPECT_THAT(*Decide(state, VerifyEmail{}, Context()), IsEmpty());
  state = Fold(*Decide(state, NewEmail("new@example.com"), Context()), state);
  EXPECT_FALSE(state.email_verified);
}

TEST(VerifyEmail, IsRefusedForAnotherAddressOrNone) {
  EXPECT_EQ(
      Refusal(StateOf(Jane()), VerifyEmail{Email::Parse("old@example.com")}),
      Reason::kInvalidArgument);
  EXPECT_EQ(Refusal(StateOf({}), VerifyEmail{}), Reason::kInvalidArgument);
}

TEST(Decide, RefusesEverythingForAUserThatIsNotThere) {
  EXPECT_EQ(Refusal({}, UpdateUser{}), Reason::kUserNotFound);
  EXPECT_EQ(Refusal({}, ChangeStatus{StatusAction::kClose, Why()}),
            Reason::kUserNotFound);
  EXPECT_EQ(Refusal({}, RecordKycResult{KycStatus::kPassed}),
            Reason::kUserNotFound);
  EXPECT_EQ(Refusal({}, VerifyEmail{}), Reason::kUserNotFound);
}

TEST(Decide, RefusesEverythingAfterErasure) {
  const UserState state = Evolve(StateOf(Jane()), UserErased{});
  EXPECT_EQ(state.profile, Profile{});
  for (const Command& command :
       {Command(CreateUser{Jane()}), Command(UpdateUser{}),
        Command(ChangeStatus{StatusAction::kClose, Why()}),
        Command(RecordKycResult{KycStatus::kPassed}), Command(VerifyEmail{}),
        Command(EraseUser{}), Command(HoldUser{Why()}),
        Command(ReleaseUser{})}) {
    EXPECT_EQ(Refusal(state, command), Reason::kUserErased);
  }
}

TEST(Decide, ErasesInWhateverStatus) {
  for (const UserStatus status : {UserStatus::kPendingCompliance,
                                  UserStatus::kActive, UserStatus::kClosed}) {
    const auto events =
        Decide(StateOf(Jane(), status), EraseUser{"T-1", "hash"}, {kToday});
    ASSERT_TRUE(events.ok());
    EXPECT_EQ(*events, std::vector<Event>({UserErased{"T-1", "hash"}}));
  }
}

TEST(Decide, DoesNotEraseUnderLegalHold) {
  UserState state = StateOf(Jane(), UserStatus::kClosed);
  const auto held = Decide(state, HoldUser{Why()}, {kToday});
  ASSERT_TRUE(held.ok());
  state = Fold(*held, state);
  EXPECT_EQ(Refusal(state, EraseUser{}), Reason::kUserOnHold);
  EXPECT_TRUE(Decide(state, HoldUser{Why()}, {kToday})->empty());
  state = Fold(*Decide(state, ReleaseUser{}, {kToday}), state);
  EXPECT_TRUE(Decide(state, EraseUser{}, {kToday}).ok());
  EXPECT_TRUE(Decide(state, ReleaseUser{}, {kToday})->empty());
}

}  // namespace
}  // namespace rollbook::domain
