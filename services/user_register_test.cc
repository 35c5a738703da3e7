#include "services/user_register.h"

#include <gtest/gtest.h>

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

}  // namespace
}  // namespace rollbook::services
