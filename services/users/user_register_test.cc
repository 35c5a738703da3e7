#include "services/users/user_register.h"

#include <gtest/gtest.h>

#include <future>
#include <string>

#include "base/error.h"
#include "services/test_world.h"
#include "services/timestamps.h"

namespace rollbook::services {
namespace {

using base::Reason;

user::v1::UpdateUserRequest UpdateOf(const std::string& external_id) {
  user::v1::UpdateUserRequest request;
  request.set_partner_id("acme");
  request.mutable_user()->set_external_id(external_id);
  return request;
}

TEST(CreateUser, AnswersWithTheNewUserAndItsPosition) {
  World world;
  const auto created = world.Create(JaneDoe("jane-1"));
  ASSERT_TRUE(created.ok()) << created.status();
  const user::v1::User& user = created->user();
  EXPECT_EQ(user.user_id().size(), 36u);
  EXPECT_EQ(user.partner_id(), "acme");
  EXPECT_EQ(user.external_id(), "jane-1");
  EXPECT_EQ(user.profile().address().postal_code(), "M5V 2T6");
  EXPECT_EQ(user.status(), user::v1::USER_STATUS_PENDING_COMPLIANCE);
  EXPECT_EQ(user.kyc_status(), user::v1::KYC_STATUS_PENDING);
  EXPECT_EQ(user.version(), 1u);
  EXPECT_EQ(ToTime(user.create_time()), world.clock.Now());
  EXPECT_EQ(ToTime(user.update_time()), world.clock.Now());
  EXPECT_EQ(created->position().number(), world.store->Head().number);
  EXPECT_FALSE(created->replayed());
}

TEST(CreateUser, IsReadBackAtOnceByIdAndByExternalId) {
  World world;
  const auto created = world.Create(JaneDoe("jane-1"));
  ASSERT_TRUE(created.ok()) << created.status();
  const auto by_id = world.Get(GetById(created->user().user_id()));
  const auto by_external_id = world.Get(GetByExternalId("jane-1"));
  ASSERT_TRUE(by_id.ok()) << by_id.status();
  ASSERT_TRUE(by_external_id.ok()) << by_external_id.status();
  EXPECT_EQ(by_id->user().SerializeAsString(),
            created->user().SerializeAsString());
  EXPECT_EQ(by_external_id->user().SerializeAsString(),
            created->user().SerializeAsString());
}

TEST(UpdateUser, ChangesTheFieldsOfTheMaskAndClearsWhatIsAbsent) {
  World world;
  ASSERT_TRUE(world.Create(JaneDoe("jane-1")).ok());
  world.clock.Advance(absl::Minutes(5));
  user::v1::UpdateUserRequest request = UpdateOf("jane-1");
  request.mutable_profile()->set_first_name("Janet");
  request.mutable_update_mask()->add_paths("first_name");
  request.mutable_update_mask()->add_paths("occupation");
  const auto updated = world.Update(request);
  ASSERT_TRUE(updated.ok()) << updated.status();
  EXPECT_EQ(updated->user().profile().first_name(), "Janet");
  EXPECT_FALSE(updated->user().profile().has_occupation());
  EXPECT_EQ(updated->user().profile().last_name(), "Doe");
  EXPECT_EQ(updated->user().version(), 2u);
  EXPECT_EQ(ToTime(updated->user().update_time()), world.clock.Now());
  EXPECT_EQ(ToTime(updated->user().create_time()),
            world.clock.Now() - absl::Minutes(5));
}

TEST(CreateUser, RefusesAnExternalIdThatIsTaken) {
  World world;
  ASSERT_TRUE(world.Create(JaneDoe("jane-1")).ok());
  EXPECT_EQ(base::ReasonOf(world.Create(JaneDoe("jane-1")).status()),
            Reason::kExternalIdTaken);
  EXPECT_TRUE(world.Create(JaneDoe("Jane-1")).ok());
}

TEST(CreateUser, TakesExternalIdsWithoutRegardToCaseWhereTheRulesSaySo) {
  World world;
  auto request = JaneDoe("ABC-1");
  request.mutable_rules()->set_external_id_ignore_case(true);
  ASSERT_TRUE(world.Create(request).ok());
  request.set_external_id("abc-1");
  EXPECT_EQ(base::ReasonOf(world.Create(request).status()),
            Reason::kExternalIdTaken);
  const auto found = world.Get(GetByExternalId("aBc-1"));
  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(found->user().external_id(), "ABC-1");
}

TEST(CreateUser, ReportsEveryFieldThatIsWrong) {
  World world;
  auto request = JaneDoe("jane-1");
  request.mutable_profile()->set_email("nope");
  request.mutable_profile()->set_date_of_birth("2026-02-30");
  request.mutable_rules()->add_required(
      user::v1::PROFILE_FIELD_RESIDENCY_COUNTRY);
  const auto created = world.Create(request);
  EXPECT_EQ(base::ReasonOf(created.status()), Reason::kInvalidProfile);
  const auto violations = base::DetailsOf(created.status()).violations;
  ASSERT_EQ(violations.size(), 3u);
  EXPECT_EQ(violations[0].field, "email");
  EXPECT_EQ(violations[1].field, "date_of_birth");
  EXPECT_EQ(violations[2].field, "residency_country");
}

TEST(CreateUser, NamesWhatIsWrongWithTheRequestItself) {
  World world;
  auto request = JaneDoe("jane-1");
  request.set_partner_id("Not A Partner");
  request.set_request_id("not a uuid");
  request.set_initial_status(user::v1::USER_STATUS_CLOSED);
  const auto created = world.Create(request);
  EXPECT_EQ(base::ReasonOf(created.status()), Reason::kInvalidArgument);
  EXPECT_EQ(base::DetailsOf(created.status()).violations.size(), 3u);
}

TEST(CreateUser, NeedsAPartnerThatExists) {
  World world;
  auto request = JaneDoe("jane-1");
  request.set_partner_id("nobody");
  EXPECT_EQ(base::ReasonOf(world.Create(request).status()),
            Reason::kPartnerNotFound);
}

TEST(CreateUser, HoldsThePartnersPolicyForEveryCaller) {
  World world;
  admin::v1::CreatePartnerRequest partner;
  partner.set_partner_id("strict");
  partner.set_contract("boca-raton");
  partner.mutable_policy()->set_unique_email(true);
  partner.mutable_policy()->set_min_age(40);
  ASSERT_TRUE(world.CreatePartner(partner).ok());
  auto request = JaneDoe("jane-1");
  request.set_partner_id("strict");
  EXPECT_EQ(base::ReasonOf(world.Create(request).status()),
            Reason::kUserUnderAge);
  request.mutable_profile()->set_date_of_birth("1980-01-01");
  ASSERT_TRUE(world.Create(request).ok());
  request.set_external_id("jane-2");
  request.mutable_profile()->set_email("JANE.DOE@example.com");
  EXPECT_EQ(base::ReasonOf(world.Create(request).status()),
            Reason::kEmailTaken);
  // Another partner's users are nobody's business.
  EXPECT_TRUE(world.Create(JaneDoe("jane-1")).ok());
}

TEST(CreateUser, OnlyChecksWhenAskedTo) {
  World world;
  auto request = JaneDoe("jane-1");
  request.set_validate_only(true);
  const size_t events = world.Log().size();
  const auto checked = world.Create(request);
  ASSERT_TRUE(checked.ok()) << checked.status();
  EXPECT_EQ(checked->user().user_id(), "");
  EXPECT_EQ(checked->user().profile().first_name(), "Jane");
  EXPECT_EQ(world.Log().size(), events);
  request.set_validate_only(false);
  ASSERT_TRUE(world.Create(request).ok());
  request.set_validate_only(true);
  EXPECT_EQ(base::ReasonOf(world.Create(request).status()),
            Reason::kExternalIdTaken);
}

TEST(GetUser, DoesNotFindWhatIsAnotherPartners) {
  World world;
  admin::v1::CreatePartnerRequest partner;
  partner.set_partner_id("other");
  partner.set_contract("boca-raton");
  ASSERT_TRUE(world.CreatePartner(partner).ok());
  const auto created = world.Create(JaneDoe("jane-1"));
  ASSERT_TRUE(created.ok());
  auto by_id = GetById(created->user().user_id());
  by_id.set_partner_id("other");
  EXPECT_EQ(base::ReasonOf(world.Get(by_id).status()), Reason::kUserNotFound);
  auto by_external_id = GetByExternalId("jane-1");
  by_external_id.set_partner_id("other");
  EXPECT_EQ(base::ReasonOf(world.Get(by_external_id).status()),
            Reason::kUserNotFound);
}

TEST(GetUser, RefusesAReferenceThatIsNone) {
  World world;
  EXPECT_EQ(base::ReasonOf(world.Get(GetById("42")).status()),
            Reason::kInvalidArgument);
  EXPECT_EQ(base::ReasonOf(world.Get(GetByExternalId("")).status()),
            Reason::kInvalidArgument);
}

TEST(GetUser, WaitsForAPositionThatIsYetToCome) {
  World world;
  const auto created = world.Create(JaneDoe("jane-1"));
  ASSERT_TRUE(created.ok());
  auto request = GetByExternalId("jane-1");
  request.mutable_min_position()->set_number(created->position().number() + 1);
  std::promise<absl::StatusOr<user::v1::GetUserResponse>> got;
  world.users->GetUser(World::Service(), request,
                       [&](auto response) { got.set_value(response); });
  auto update = UpdateOf("jane-1");
  update.mutable_profile()->set_first_name("Janet");
  ASSERT_TRUE(world.Update(update).ok());
  const auto response = got.get_future().get();
  ASSERT_TRUE(response.ok()) << response.status();
  EXPECT_EQ(response->user().profile().first_name(), "Janet");
}

TEST(GetUser, GivesUpWaitingAtTheDeadline) {
  World world;
  ASSERT_TRUE(world.Create(JaneDoe("jane-1")).ok());
  auto request = GetByExternalId("jane-1");
  request.mutable_min_position()->set_number(1000);
  Caller caller = World::Service();
  caller.deadline = world.clock.Now() + absl::Seconds(1);
  std::promise<absl::StatusOr<user::v1::GetUserResponse>> got;
  world.users->GetUser(caller, request,
                       [&](auto response) { got.set_value(response); });
  world.clock.Advance(absl::Seconds(2));
  EXPECT_EQ(base::ReasonOf(got.get_future().get().status()),
            Reason::kProjectionLagging);
}

TEST(UpdateUser, TakesAllPopulatedFieldsWithoutAMask) {
  World world;
  ASSERT_TRUE(world.Create(JaneDoe("jane-1")).ok());
  auto request = UpdateOf("jane-1");
  request.mutable_profile()->set_alias("jd");
  request.mutable_profile()->mutable_address()->set_city("Ottawa");
  const auto updated = world.Update(request);
  ASSERT_TRUE(updated.ok()) << updated.status();
  EXPECT_EQ(updated->user().profile().alias(), "jd");
  EXPECT_EQ(updated->user().profile().address().city(), "Ottawa");
  EXPECT_EQ(updated->user().profile().address().line1(), "123 Main St");
}

TEST(UpdateUser, ChangesNothingUnderAnEmptyMask) {
  World world;
  ASSERT_TRUE(world.Create(JaneDoe("jane-1")).ok());
  const size_t events = world.Log().size();
  auto request = UpdateOf("jane-1");
  request.mutable_profile()->set_alias("jd");
  request.mutable_update_mask();
  const auto updated = world.Update(request);
  ASSERT_TRUE(updated.ok()) << updated.status();
  EXPECT_EQ(updated->user().version(), 1u);
  EXPECT_GT(updated->position().number(), 0u);
  EXPECT_EQ(world.Log().size(), events);
}

TEST(UpdateUser, RefusesAMaskWithUnknownPathsOrTheExternalId) {
  World world;
  ASSERT_TRUE(world.Create(JaneDoe("jane-1")).ok());
  for (const char* path : {"nope", "external_id", "status"}) {
    auto request = UpdateOf("jane-1");
    request.mutable_update_mask()->add_paths(path);
    EXPECT_EQ(base::ReasonOf(world.Update(request).status()),
              Reason::kInvalidArgument)
        << path;
  }
}

TEST(UpdateUser, TellsTheCurrentVersionWhenAnotherWasExpected) {
  World world;
  ASSERT_TRUE(world.Create(JaneDoe("jane-1")).ok());
  auto request = UpdateOf("jane-1");
  request.mutable_profile()->set_alias("jd");
  request.set_expected_version(3);
  const auto refused = world.Update(request);
  EXPECT_EQ(base::ReasonOf(refused.status()), Reason::kVersionMismatch);
  EXPECT_EQ(base::MetadataOf(refused.status(), "current_version"), "1");
  request.set_expected_version(1);
  EXPECT_TRUE(world.Update(request).ok());
}

TEST(UpdateUser, MovesTheClaimOfAUniqueAddress) {
  World world;
  auto request = JaneDoe("jane-1");
  request.mutable_rules()->set_unique_email(true);
  ASSERT_TRUE(world.Create(request).ok());
  auto update = UpdateOf("jane-1");
  update.mutable_rules()->set_unique_email(true);
  update.mutable_profile()->set_email("jane@new.example");
  ASSERT_TRUE(world.Update(update).ok());
  // The old address is free, the new one is not.
  request.set_external_id("jane-2");
  ASSERT_TRUE(world.Create(request).ok());
  request.set_external_id("jane-3");
  request.mutable_profile()->set_email("jane@new.example");
  EXPECT_EQ(base::ReasonOf(world.Create(request).status()),
            Reason::kEmailTaken);
}

TEST(ChangeUserStatus, WalksTheAllowedTransitions) {
  World world;
  ASSERT_TRUE(world.Create(JaneDoe("jane-1")).ok());
  user::v1::ChangeUserStatusRequest request;
  request.set_partner_id("acme");
  request.mutable_user()->set_external_id("jane-1");
  request.set_reason("checked");
  request.set_action(user::v1::STATUS_ACTION_SUSPEND);
  const auto refused = world.ChangeStatus(request);
  EXPECT_EQ(base::ReasonOf(refused.status()), Reason::kTransitionNotAllowed);
  request.set_action(user::v1::STATUS_ACTION_APPROVE);
  const auto approved = world.ChangeStatus(request);
  ASSERT_TRUE(approved.ok()) << approved.status();
  EXPECT_EQ(approved->user().status(), user::v1::USER_STATUS_ACTIVE);
  request.set_reason("");
  EXPECT_EQ(base::ReasonOf(world.ChangeStatus(request).status()),
            Reason::kInvalidArgument);
}

TEST(RecordKycResult, IsSeenInTheUser) {
  World world;
  ASSERT_TRUE(world.Create(JaneDoe("jane-1")).ok());
  user::v1::RecordKycResultRequest request;
  request.set_partner_id("acme");
  request.mutable_user()->set_external_id("jane-1");
  request.set_result(user::v1::KYC_STATUS_PASSED);
  const auto recorded = world.RecordKyc(request);
  ASSERT_TRUE(recorded.ok()) << recorded.status();
  EXPECT_EQ(recorded->user().kyc_status(), user::v1::KYC_STATUS_PASSED);
}

TEST(VerifyEmail, IsRefusedForAnAddressTheUserNoLongerHas) {
  World world;
  ASSERT_TRUE(world.Create(JaneDoe("jane-1")).ok());
  user::v1::VerifyEmailRequest request;
  request.set_partner_id("acme");
  request.mutable_user()->set_external_id("jane-1");
  request.set_email("old@example.com");
  EXPECT_FALSE(world.VerifyEmail(request).ok());
  request.set_email("jane.doe@example.com");
  const auto verified = world.VerifyEmail(request);
  ASSERT_TRUE(verified.ok()) << verified.status();
  EXPECT_TRUE(verified->user().email_verified());
}

TEST(BatchCreateUsers, AnswersForEveryItemOnItsOwn) {
  World world;
  user::v1::BatchCreateUsersRequest request;
  request.set_partner_id("acme");
  *request.add_requests() = JaneDoe("jane-1");
  *request.add_requests() = JaneDoe("jane-1");
  *request.add_requests() = JaneDoe("jane-2");
  request.mutable_requests(2)->set_partner_id("other");
  *request.add_requests() = JaneDoe("jane-3");
  request.mutable_requests(3)->clear_partner_id();
  request.mutable_requests(3)->mutable_profile()->set_email("nope");
  *request.add_requests() = JaneDoe("jane-4");
  const auto response = world.Batch(request);
  ASSERT_TRUE(response.ok()) << response.status();
  ASSERT_EQ(response->outcomes_size(), 5);
  EXPECT_TRUE(response->outcomes(0).has_created());
  EXPECT_EQ(response->outcomes(1).error().reason(), "EXTERNAL_ID_TAKEN");
  EXPECT_EQ(response->outcomes(2).error().reason(), "INVALID_ARGUMENT");
  EXPECT_EQ(response->outcomes(3).error().reason(), "INVALID_PROFILE");
  EXPECT_EQ(response->outcomes(3).error().fields(0).field(), "email");
  EXPECT_TRUE(response->outcomes(4).has_created());
}

TEST(BatchCreateUsers, RefusesMoreThanAThousand) {
  World world;
  user::v1::BatchCreateUsersRequest request;
  request.set_partner_id("acme");
  for (int i = 0; i < 1001; ++i) request.add_requests();
  EXPECT_EQ(base::ReasonOf(world.Batch(request).status()),
            Reason::kInvalidArgument);
}

TEST(ImportUser, CreatesFindsOrRejects) {
  using user::v1::ImportUsersResponse;
  World world;
  user::v1::ImportUsersRequest request;
  request.set_line(7);
  request.set_external_id("jane-1");
  *request.mutable_profile() = JaneDoe("jane-1").profile();
  const auto created = world.Import(request);
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_EQ(created->line(), 7u);
  EXPECT_EQ(created->outcome(), ImportUsersResponse::OUTCOME_CREATED);
  const auto again = world.Import(request);
  EXPECT_EQ(again->outcome(), ImportUsersResponse::OUTCOME_ALREADY_THERE);
  EXPECT_EQ(again->user_id(), created->user_id());
  request.set_external_id("");
  const auto rejected = world.Import(request);
  EXPECT_EQ(rejected->outcome(), ImportUsersResponse::OUTCOME_REJECTED);
  EXPECT_EQ(rejected->error().fields(0).field(), "external_id");
}

}  // namespace
}  // namespace rollbook::services
