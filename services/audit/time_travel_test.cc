#include "services/audit/time_travel.h"

#include <gtest/gtest.h>

#include <map>
#include <string>

#include "base/error.h"
#include "base/ids.h"
#include "services/positions.h"
#include "services/test_world.h"
#include "services/timestamps.h"
#include "services/users/user_stream.h"

namespace rollbook::services {
namespace {

using audit::v1::GetUserAtRequest;
using base::Reason;

// Created at noon, renamed twice a minute and two later, approved after three.
class TimeTravelTest : public testing::Test {
 protected:
  TimeTravelTest() {
    auto created = world_.Create(JaneDoe("jane"));
    EXPECT_TRUE(created.ok());
    stream_ = UserStream("acme", *base::ParseUuid(created->user().user_id()));
    Rename("Janet");
    Rename("Joan");
    world_.clock.Advance(absl::Minutes(1));
    user::v1::ChangeUserStatusRequest approve;
    approve.set_partner_id("acme");
    approve.mutable_user()->set_external_id("jane");
    approve.set_action(user::v1::STATUS_ACTION_APPROVE);
    approve.set_reason("documents fine");
    EXPECT_TRUE(world_.ChangeStatus(approve).ok());
  }

  void Rename(const std::string& name) {
    world_.clock.Advance(absl::Minutes(1));
    user::v1::UpdateUserRequest update;
    update.set_partner_id("acme");
    update.mutable_user()->set_external_id("jane");
    update.mutable_profile()->set_first_name(name);
    update.mutable_profile()->set_occupation("Judge");
    update.mutable_update_mask()->add_paths("first_name");
    update.mutable_update_mask()->add_paths("occupation");
    request_id_ = NewRequestId();
    update.set_request_id(request_id_);
    EXPECT_TRUE(world_.Update(update).ok());
  }

  std::map<std::string, audit::v1::DiffUserResponse::Change> Diff(uint64_t from,
                                                                  uint64_t to) {
    const auto diff = travel_.Diff(stream_, from, to);
    EXPECT_TRUE(diff.ok()) << diff.status();
    std::map<std::string, audit::v1::DiffUserResponse::Change> changes;
    for (const auto& change : diff->changes()) changes[change.field()] = change;
    return changes;
  }

  World world_;
  TimeTravel travel_{world_.store.get(), world_.vault.get()};
  eventstore::StreamId stream_;
  std::string request_id_;  // of the last rename
};

TEST_F(TimeTravelTest, ShowsAUserAtAVersion) {
  GetUserAtRequest request;
  request.set_version(2);
  const auto then = travel_.UserAt(stream_, request);
  ASSERT_TRUE(then.ok()) << then.status();
  EXPECT_EQ(then->user().profile().first_name(), "Janet");
  EXPECT_EQ(then->user().profile().last_name(), "Doe");
  EXPECT_EQ(then->user().status(), user::v1::USER_STATUS_PENDING_COMPLIANCE);
  EXPECT_EQ(then->user().version(), 2u);
  EXPECT_EQ(then->version(), 2u);
  EXPECT_FALSE(then->erased());
}

TEST_F(TimeTravelTest, ShowsTheCurrentUserAsTheRegisterDoes) {
  const auto now = travel_.UserAt(stream_, {});
  ASSERT_TRUE(now.ok());
  const auto registered = world_.Get(GetByExternalId("jane"));
  ASSERT_TRUE(registered.ok());
  EXPECT_EQ(now->user().SerializeAsString(),
            registered->user().SerializeAsString());
}

TEST_F(TimeTravelTest, ShowsAUserAtATime) {
  GetUserAtRequest request;
  const absl::Time created = world_.clock.Now() - absl::Minutes(3);
  SetTimestamp(created + absl::Seconds(90), request.mutable_time());
  EXPECT_EQ(travel_.UserAt(stream_, request)->version(), 2u);
  // What happens at a moment is part of it.
  SetTimestamp(created + absl::Minutes(2), request.mutable_time());
  EXPECT_EQ(travel_.UserAt(stream_, request)->version(), 3u);
  SetTimestamp(created - absl::Seconds(1), request.mutable_time());
  EXPECT_EQ(base::ReasonOf(travel_.UserAt(stream_, request).status()),
            Reason::kUserNotFound);
}

TEST_F(TimeTravelTest, ShowsAUserAtAPosition) {
  GetUserAtRequest request;
  const uint64_t head = world_.store->Head().number;
  SetPosition({0, head - 1}, request.mutable_position());
  const auto then = travel_.UserAt(stream_, request);
  EXPECT_EQ(then->version(), 3u);
  EXPECT_EQ(then->position().number(), head - 1);
}

TEST_F(TimeTravelTest, RefusesAVersionThatIsNotThere) {
  GetUserAtRequest request;
  request.set_version(5);
  EXPECT_EQ(base::ReasonOf(travel_.UserAt(stream_, request).status()),
            Reason::kInvalidArgument);
  EXPECT_EQ(base::ReasonOf(travel_.Diff(stream_, 1, 5).status()),
            Reason::kInvalidArgument);
  EXPECT_EQ(base::ReasonOf(travel_.Diff(stream_, 5, 0).status()),
            Reason::kInvalidArgument);
  EXPECT_EQ(base::ReasonOf(travel_.Diff(stream_, 3, 2).status()),
            Reason::kInvalidArgument);
}

TEST_F(TimeTravelTest, TellsWhatChangedByWhomAndWhy) {
  const auto changes = Diff(1, 0);
  ASSERT_EQ(changes.size(), 3u);
  const auto& name = changes.at("first_name");
  EXPECT_EQ(name.old_value(), "Jane");
  EXPECT_EQ(name.new_value(), "Joan");
  EXPECT_EQ(name.version(), 3u);
  EXPECT_EQ(name.actor(), "service:test");
  EXPECT_EQ(name.request_id(), request_id_);
  // The second rename left it as it was.
  EXPECT_EQ(changes.at("occupation").version(), 2u);
  const auto& status = changes.at("status");
  EXPECT_EQ(status.old_value(), "pending_compliance");
  EXPECT_EQ(status.new_value(), "active");
  EXPECT_EQ(status.reason(), "documents fine");
}

TEST_F(TimeTravelTest, TellsAllFieldsFromBeforeTheCreation) {
  const auto changes = Diff(0, 1);
  EXPECT_EQ(changes.at("external_id").new_value(), "jane");
  EXPECT_EQ(changes.at("address.city").new_value(), "Toronto");
  EXPECT_FALSE(changes.at("address.city").has_old_value());
  EXPECT_EQ(changes.at("first_name").new_value(), "Jane");
  EXPECT_FALSE(changes.contains("email_verified"));
  EXPECT_TRUE(Diff(2, 2).empty());
}

}  // namespace
}  // namespace rollbook::services
