#include "services/users/user_cache.h"

#include <memory>
#include <string>

#include "gtest/gtest.h"
#include "rollbook/user/v1/user_service.pb.h"
#include "services/test_world.h"

namespace rollbook::services {
namespace {

class CachedUsers : public testing::Test {
 protected:
  absl::StatusOr<SharedBytes> CreateBytes(user::v1::CreateUserRequest request) {
    return World::Await<SharedBytes>([&](auto reply) {
      world_.users->CreateUserBytes(World::Service(), std::move(request),
                                    std::move(reply));
    });
  }
  absl::StatusOr<SharedBytes> GetBytes(const std::string& user_id) {
    return World::Await<SharedBytes>([&](auto reply) {
      world_.users->GetUserBytes(World::Service(), GetById(user_id),
                                 std::move(reply));
    });
  }

  template <typename Response>
  static Response Parse(const absl::StatusOr<SharedBytes>& bytes) {
    Response response;
    EXPECT_TRUE(bytes.ok() && response.ParseFromString(**bytes))
        << bytes.status();
    return response;
  }

  World world_;
};

TEST_F(CachedUsers, AreReadAsTheyWereAnsweredWhenTheyWereCreated) {
  const auto created =
      Parse<user::v1::CreateUserResponse>(CreateBytes(JaneDoe("jane")));
  const auto read =
      Parse<user::v1::GetUserResponse>(GetBytes(created.user().user_id()));
  EXPECT_EQ(read.user().SerializeAsString(),
            created.user().SerializeAsString());
  EXPECT_EQ(read.position().number(), created.position().number());
  EXPECT_GT(read.position().number(), 0u);
}

TEST_F(CachedUsers, AreAnsweredFromTheSameBytesUntilTheyChange) {
  const std::string id =
      Parse<user::v1::CreateUserResponse>(CreateBytes(JaneDoe("jane")))
          .user()
          .user_id();
  const SharedBytes first = *GetBytes(id);
  EXPECT_EQ(*GetBytes(id), first);  // the same object

  user::v1::UpdateUserRequest update;
  update.set_partner_id("acme");
  update.mutable_user()->set_user_id(id);
  update.mutable_profile()->set_occupation("Pilot");
  ASSERT_TRUE(world_.Update(update).ok());
  const auto changed = Parse<user::v1::GetUserResponse>(GetBytes(id));
  EXPECT_EQ(changed.user().profile().occupation(), "Pilot");
  EXPECT_EQ(changed.user().version(), 2u);
  EXPECT_EQ(*GetBytes(id), *GetBytes(id));
}

TEST_F(CachedUsers, SayTheSameAsWhatIsReadFromTheStore) {
  const std::string id =
      Parse<user::v1::CreateUserResponse>(CreateBytes(JaneDoe("jane")))
          .user()
          .user_id();
  const auto from_store = world_.Get(GetById(id));
  ASSERT_TRUE(from_store.ok());
  EXPECT_EQ(**GetBytes(id), from_store->SerializeAsString());
}

TEST_F(CachedUsers, OfAnotherPartnerAreNotFound) {
  const std::string id =
      Parse<user::v1::CreateUserResponse>(CreateBytes(JaneDoe("jane")))
          .user()
          .user_id();
  admin::v1::CreatePartnerRequest other;
  other.set_partner_id("other");
  other.set_contract("boca-raton");
  ASSERT_TRUE(world_.CreatePartner(other).ok());
  user::v1::GetUserRequest request = GetById(id);
  request.set_partner_id("other");
  const auto read = World::Await<SharedBytes>([&](auto reply) {
    world_.users->GetUserBytes(World::Service(), request, std::move(reply));
  });
  EXPECT_EQ(read.status().code(), absl::StatusCode::kNotFound);
}

}  // namespace
}  // namespace rollbook::services
