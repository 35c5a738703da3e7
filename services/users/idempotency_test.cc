#include <gtest/gtest.h>

#include <cctype>
#include <string>

#include "base/error.h"
#include "base/ids.h"
#include "services/test_world.h"
#include "services/users/user_stream.h"

// The same key, the same answer (docs/adr/0011).
namespace rollbook::services {
namespace {

using base::Reason;

user::v1::CreateUserRequest WithRequestId(user::v1::CreateUserRequest request,
                                          const std::string& request_id) {
  request.set_request_id(request_id);
  return request;
}

user::v1::UpdateUserRequest Rename(const std::string& external_id,
                                   const std::string& first_name,
                                   const std::string& request_id) {
  user::v1::UpdateUserRequest request;
  request.set_partner_id("acme");
  request.mutable_user()->set_external_id(external_id);
  request.mutable_profile()->set_first_name(first_name);
  request.set_request_id(request_id);
  return request;
}

TEST(Idempotency, GivesTheFirstAnswerAgainAndChangesNothing) {
  World world;
  const auto request = WithRequestId(JaneDoe("jane"), NewRequestId());
  const auto first = world.Create(request);
  ASSERT_TRUE(first.ok()) << first.status();
  world.clock.Advance(absl::Hours(1));
  const size_t events = world.Log().size();
  const auto again = world.Create(request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(world.Log().size(), events);
  EXPECT_TRUE(again->replayed());
  EXPECT_EQ(again->first_request_id(), request.request_id());
  EXPECT_EQ(again->user().SerializeAsString(),
            first->user().SerializeAsString());
  EXPECT_EQ(again->position().number(), first->position().number());
}

TEST(Idempotency, GivesTheAnswerOfItsTimeNotTheStateOfNow) {
  World world;
  ASSERT_TRUE(world.Create(JaneDoe("jane")).ok());
  const auto request = Rename("jane", "Janet", NewRequestId());
  const auto first = world.Update(request);
  ASSERT_TRUE(first.ok()) << first.status();
  world.clock.Advance(absl::Minutes(1));
  ASSERT_TRUE(world.Update(Rename("jane", "Jeanne", NewRequestId())).ok());
  const auto again = world.Update(request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->replayed());
  EXPECT_EQ(again->user().SerializeAsString(),
            first->user().SerializeAsString());
}

TEST(Idempotency, RefusesTheKeyForAnotherRequest) {
  World world;
  const std::string id = NewRequestId();
  ASSERT_TRUE(world.Create(WithRequestId(JaneDoe("jane"), id)).ok());
  EXPECT_EQ(
      base::ReasonOf(world.Create(WithRequestId(JaneDoe("john"), id)).status()),
      Reason::kIdempotencyKeyReused);
  // Another method, and a user that does not exist, make no difference.
  EXPECT_EQ(base::ReasonOf(world.Update(Rename("nobody", "N", id)).status()),
            Reason::kIdempotencyKeyReused);
}

TEST(Idempotency, KnowsAKeyInEitherCase) {
  World world;
  std::string id = NewRequestId();
  ASSERT_TRUE(world.Create(WithRequestId(JaneDoe("jane"), id)).ok());
  for (char& c : id) c = static_cast<char>(toupper(c));
  const auto again = world.Create(WithRequestId(JaneDoe("jane"), id));
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->replayed());
}

TEST(Idempotency, ForgetsAKeyAfterADay) {
  World world;
  const auto request = Rename("jane", "Janet", NewRequestId());
  ASSERT_TRUE(world.Create(JaneDoe("jane")).ok());
  ASSERT_TRUE(world.Update(request).ok());
  world.clock.Advance(absl::Hours(24));
  const auto again = world.Update(request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_FALSE(again->replayed());
}

TEST(Idempotency, RemembersATakenExternalId) {
  World world;
  ASSERT_TRUE(world.Create(JaneDoe("jane")).ok());
  const auto request = WithRequestId(JaneDoe("jane"), NewRequestId());
  const auto first = world.Create(request);
  EXPECT_EQ(base::ReasonOf(first.status()), Reason::kExternalIdTaken);
  EXPECT_EQ(base::MetadataOf(first.status(), "replayed"), std::nullopt);
  const auto again = world.Create(request);
  EXPECT_EQ(base::ReasonOf(again.status()), Reason::kExternalIdTaken);
  EXPECT_EQ(base::MetadataOf(again.status(), "replayed"), "true");
  EXPECT_EQ(base::MetadataOf(again.status(), "first_request_id"),
            request.request_id());
}

TEST(Idempotency, RemembersThatAUserWasTooYoung) {
  World world;
  auto request = WithRequestId(JaneDoe("jane"), NewRequestId());
  request.mutable_rules()->set_min_age(18);
  request.mutable_profile()->set_date_of_birth("2008-03-14");  // 18 tomorrow
  EXPECT_EQ(base::ReasonOf(world.Create(request).status()),
            Reason::kUserUnderAge);
  world.clock.Advance(absl::Hours(12) + absl::Minutes(1));
  const auto again = world.Create(request);
  EXPECT_EQ(base::ReasonOf(again.status()), Reason::kUserUnderAge);
  // The age that was asked for then, whatever it is by now.
  EXPECT_EQ(base::MetadataOf(again.status(), "min_age"), "18");
  EXPECT_EQ(base::MetadataOf(again.status(), "replayed"), "true");
  // Without the key, the new day counts.
  request.clear_request_id();
  EXPECT_TRUE(world.Create(request).ok());
}

TEST(Idempotency, RemembersThatAUserWasClosed) {
  World world;
  ASSERT_TRUE(world.Create(JaneDoe("jane")).ok());
  user::v1::ChangeUserStatusRequest close;
  close.set_partner_id("acme");
  close.mutable_user()->set_external_id("jane");
  close.set_action(user::v1::STATUS_ACTION_CLOSE);
  close.set_reason("left");
  ASSERT_TRUE(world.ChangeStatus(close).ok());
  const auto request = Rename("jane", "Janet", NewRequestId());
  EXPECT_EQ(base::ReasonOf(world.Update(request).status()),
            Reason::kUserClosed);
  EXPECT_EQ(base::MetadataOf(world.Update(request).status(), "replayed"),
            "true");
}

TEST(Idempotency, RemembersNothingOfAMissingUser) {
  World world;
  const auto request = Rename("jane", "Janet", NewRequestId());
  EXPECT_EQ(base::ReasonOf(world.Update(request).status()),
            Reason::kUserNotFound);
  ASSERT_TRUE(world.Create(JaneDoe("jane")).ok());
  const auto later = world.Update(request);
  ASSERT_TRUE(later.ok()) << later.status();
  EXPECT_FALSE(later->replayed());
}

TEST(Idempotency, RemembersNothingOfAnInvalidRequestOrAVersionMismatch) {
  World world;
  auto bad = WithRequestId(JaneDoe("jane"), NewRequestId());
  bad.mutable_profile()->set_email("not an address");
  EXPECT_EQ(base::ReasonOf(world.Create(bad).status()),
            Reason::kInvalidProfile);
  bad.mutable_profile()->set_email("jane@example.com");
  ASSERT_TRUE(world.Create(bad).ok());
  auto update = Rename("jane", "Janet", NewRequestId());
  update.set_expected_version(7);
  EXPECT_EQ(base::ReasonOf(world.Update(update).status()),
            Reason::kVersionMismatch);
  update.set_expected_version(1);
  EXPECT_TRUE(world.Update(update).ok());
}

TEST(Idempotency, LetsAStoredAnswerWinOverAVersionMismatch) {
  World world;
  ASSERT_TRUE(world.Create(JaneDoe("jane")).ok());
  auto update = Rename("jane", "Janet", NewRequestId());
  update.set_expected_version(1);
  ASSERT_TRUE(world.Update(update).ok());
  const auto again = world.Update(update);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->replayed());
}

TEST(Idempotency, AnswersANoOpAgainAsWell) {
  World world;
  ASSERT_TRUE(world.Create(JaneDoe("jane")).ok());
  const auto request = Rename("jane", "Jane", NewRequestId());
  const auto first = world.Update(request);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_EQ(first->user().version(), 1u);
  ASSERT_TRUE(world.Update(Rename("jane", "Janet", NewRequestId())).ok());
  const auto again = world.Update(request);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->replayed());
  EXPECT_EQ(again->user().SerializeAsString(),
            first->user().SerializeAsString());
}

TEST(Idempotency, KnowsNothingOfAUserWhoseKeyIsGone) {
  World world;
  const auto request = WithRequestId(JaneDoe("jane"), NewRequestId());
  const auto first = world.Create(request);
  ASSERT_TRUE(first.ok());
  // As an erasure does it.
  const eventstore::StreamId stream =
      UserStream("acme", *base::ParseUuid(first->user().user_id()));
  eventstore::AppendRequest erase;
  erase.stream = stream;
  erase.side_writes.push_back(
      {eventstore::SideWrite::Family::kKeys, "", std::nullopt, {}});
  ASSERT_TRUE(world.store->AppendAndWait(std::move(erase)).ok());
  world.vault->Forget(stream);
  EXPECT_EQ(base::ReasonOf(world.Create(request).status()),
            Reason::kUserNotFound);
}

}  // namespace
}  // namespace rollbook::services
