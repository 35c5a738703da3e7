#include "services/projections/user_list_projection.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>

#include "base/error.h"
#include "base/ids.h"
#include "services/projections/user_list_rows.h"
#include "services/test_world.h"
#include "services/timestamps.h"
#include "services/users/user_stream.h"

namespace rollbook::services {
namespace {

class UserListTest : public testing::Test {
 protected:
  UserListTest() { Start(kUserListSchemaVersion); }

  void Start(uint32_t schema_version) {
    users_.reset();
    list_.reset();
    auto started = ProjectedUserList::Start(world_.store.get(), derived_.get(),
                                            &world_.clock, schema_version);
    EXPECT_TRUE(started.ok());
    list_ = *std::move(started);
    users_ = std::make_unique<UserRegister>(UserRegister::Dependencies{
        world_.store.get(), world_.vault.get(), world_.partners.get(),
        list_.get(), world_.workers.get(), &world_.clock,
        &base::CryptoRandom()});
  }

  absl::StatusOr<user::v1::ListUsersResponse> List(
      user::v1::ListUsersRequest request) {
    if (request.partner_id().empty()) request.set_partner_id("acme");
    return World::Await<user::v1::ListUsersResponse>([&](auto reply) {
      users_->ListUsers(World::Service(), request, std::move(reply));
    });
  }

  // External ids of all pages of a list that has all of the log.
  std::string Listed(user::v1::ListUsersRequest request = {}) {
    request.mutable_min_position()->set_number(world_.store->Head().number);
    std::string seen;
    do {
      const auto page = List(request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return "";
      EXPECT_FALSE(page->degraded());
      for (const auto& user : page->users()) seen += user.external_id() + " ";
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return seen;
  }

  void Create(const std::string& external_id) {
    ASSERT_TRUE(world_.Create(JaneDoe(external_id)).ok());
  }

  void Approve(const std::string& external_id) {
    user::v1::ChangeUserStatusRequest request;
    request.set_partner_id("acme");
    request.mutable_user()->set_external_id(external_id);
    request.set_action(user::v1::STATUS_ACTION_APPROVE);
    request.set_reason("looked at");
    ASSERT_TRUE(world_.ChangeStatus(request).ok());
  }

  static user::v1::ListUsersRequest OfStatus(user::v1::UserStatus status) {
    user::v1::ListUsersRequest request;
    request.set_status(status);
    return request;
  }

  World world_;
  std::unique_ptr<eventstore::DerivedStore> derived_ =
      eventstore::MakeInMemoryDerivedStore();
  std::unique_ptr<ProjectedUserList> list_;
  std::unique_ptr<UserRegister> users_;
};

TEST_F(UserListTest, ListsUsersInTheOrderOfTheirCreationPageByPage) {
  for (int i = 0; i < 5; ++i) {
    ASSERT_TRUE(world_.Create(JaneDoe("jane-" + std::to_string(i))).ok());
  }
  user::v1::ListUsersRequest request;
  request.set_page_size(2);
  request.mutable_min_position()->set_number(world_.store->Head().number);
  std::string seen;
  int pages = 0;
  do {
    const auto page = List(request);
    ASSERT_TRUE(page.ok()) << page.status();
    for (const auto& user : page->users()) seen += user.external_id() + " ";
    request.set_page_token(page->next_page_token());
    ++pages;
  } while (!request.page_token().empty());
  EXPECT_EQ(seen, "jane-0 jane-1 jane-2 jane-3 jane-4 ");
  EXPECT_EQ(pages, 3);
}

TEST_F(UserListTest, ShowsUsersAsTheyAreNow) {
  ASSERT_TRUE(world_.Create(JaneDoe("jane")).ok());
  user::v1::UpdateUserRequest update;
  update.set_partner_id("acme");
  update.mutable_user()->set_external_id("jane");
  update.mutable_profile()->set_first_name("Janet");
  ASSERT_TRUE(world_.Update(update).ok());
  user::v1::ListUsersRequest request;
  request.mutable_min_position()->set_number(world_.store->Head().number);
  const auto page = List(request);
  ASSERT_EQ(page->users_size(), 1);
  EXPECT_EQ(page->users(0).profile().first_name(), "Janet");
  EXPECT_EQ(page->position().number(), world_.store->Head().number);
}

TEST_F(UserListTest, KeepsPartnersApart) {
  ASSERT_TRUE(world_.Create(JaneDoe("jane")).ok());
  admin::v1::CreatePartnerRequest partner;
  partner.set_partner_id("acm");
  partner.set_contract("capa");
  ASSERT_TRUE(world_.CreatePartner(partner).ok());
  user::v1::ListUsersRequest request;
  request.set_partner_id("acm");
  request.mutable_min_position()->set_number(world_.store->Head().number);
  EXPECT_EQ(List(request)->users_size(), 0);
}

TEST_F(UserListTest, RefusesATokenThatIsNone) {
  user::v1::ListUsersRequest request;
  request.set_page_token("zz");
  EXPECT_EQ(base::ReasonOf(List(request).status()),
            base::Reason::kInvalidArgument);
}

TEST_F(UserListTest, KeepsNothingPersonal) {
  ASSERT_TRUE(world_.Create(JaneDoe("jane-external")).ok());
  user::v1::ListUsersRequest request;
  request.mutable_min_position()->set_number(world_.store->Head().number);
  ASSERT_TRUE(List(request).ok());
  std::string all;
  ASSERT_TRUE(derived_
                  ->Scan("", "",
                         [&](std::string_view key, std::string_view value) {
                           all.append(key).append(value);
                           return true;
                         })
                  .ok());
  EXPECT_NE(all, "");
  EXPECT_EQ(all.find("jane"), std::string::npos);
}

TEST_F(UserListTest, ListsUsersOfAStatus) {
  for (const char* const id : {"a", "b", "c"}) Create(id);
  Approve("b");
  EXPECT_EQ(Listed(OfStatus(user::v1::USER_STATUS_ACTIVE)), "b ");
  EXPECT_EQ(Listed(OfStatus(user::v1::USER_STATUS_PENDING_COMPLIANCE)), "a c ");
  EXPECT_EQ(Listed(OfStatus(user::v1::USER_STATUS_CLOSED)), "");
  EXPECT_EQ(Listed(), "a b c ");
}

TEST_F(UserListTest, RefusesAStatusThatIsNone) {
  const auto page = List(OfStatus(user::v1::UserStatus(77)));
  EXPECT_EQ(base::ReasonOf(page.status()), base::Reason::kInvalidArgument);
}

TEST_F(UserListTest, ListsUsersOfATime) {
  const absl::Time began = world_.clock.Now();
  for (const char* const id : {"a", "b", "c", "d"}) {
    Create(id);
    world_.clock.Advance(absl::Seconds(10));
  }
  user::v1::ListUsersRequest request;
  SetTimestamp(began + absl::Seconds(10), request.mutable_created_from());
  EXPECT_EQ(Listed(request), "b c d ");
  SetTimestamp(began + absl::Seconds(30), request.mutable_created_to());
  EXPECT_EQ(Listed(request), "b c ");
  request.set_page_size(1);
  EXPECT_EQ(Listed(request), "b c ");
  Approve("c");
  request.set_status(user::v1::USER_STATUS_ACTIVE);
  EXPECT_EQ(Listed(request), "c ");
  request.clear_created_from();
  SetTimestamp(began, request.mutable_created_to());
  EXPECT_EQ(Listed(request), "");
}

TEST_F(UserListTest, GoesOnBehindThePageWhateverHappensMeanwhile) {
  for (const char* const id : {"a", "b", "c", "d"}) Create(id);
  user::v1::ListUsersRequest request =
      OfStatus(user::v1::USER_STATUS_PENDING_COMPLIANCE);
  request.set_page_size(2);
  request.mutable_min_position()->set_number(world_.store->Head().number);
  const auto first = List(request);
  ASSERT_TRUE(first.ok());
  ASSERT_EQ(first->users_size(), 2);
  // Those of the first page leave, and one of the second.
  for (const char* const id : {"a", "b", "c"}) Approve(id);
  Create("e");
  request.set_page_token(first->next_page_token());
  EXPECT_EQ(Listed(request), "d e ");
}

TEST_F(UserListTest, ForgetsWhoWasErased) {
  Create("a");
  Create("b");
  user::v1::EraseUserRequest erase;
  erase.set_partner_id("acme");
  erase.mutable_user()->set_external_id("a");
  erase.set_reason("asked for it");
  erase.set_ticket("T-1");
  const auto erased = world_.Erase(erase);
  ASSERT_TRUE(erased.ok());
  EXPECT_EQ(Listed(), "b ");
  const std::string stream =
      UserStream("acme", *base::ParseUuid(erased->user_id())).id;
  EXPECT_TRUE(derived_
                  ->Scan("", "",
                         [&](std::string_view key, std::string_view value) {
                           EXPECT_EQ(key.find(stream), std::string::npos);
                           EXPECT_NE(value, stream);
                           return true;
                         })
                  .ok());
}

TEST_F(UserListTest, IsUpgradedFromRowsWithoutStatuses) {
  list_.reset();
  derived_ = eventstore::MakeInMemoryDerivedStore();
  Start(kUserListWithoutStatuses);
  for (const char* const id : {"a", "b", "c"}) Create(id);
  Approve("b");
  EXPECT_EQ(Listed(), "a b c ");
  EXPECT_EQ(Listed(OfStatus(user::v1::USER_STATUS_ACTIVE)), "b ");
  Start(kUserListSchemaVersion);
  const auto& host = list_->projection().host();
  do {
    EXPECT_EQ(Listed(), "a b c ");
    EXPECT_EQ(Listed(OfStatus(user::v1::USER_STATUS_ACTIVE)), "b ");
  } while (host.rows().schema_version != kUserListSchemaVersion);
  EXPECT_EQ(Listed(), "a b c ");
  EXPECT_EQ(Listed(OfStatus(user::v1::USER_STATUS_ACTIVE)), "b ");
}

TEST_F(UserListTest, SaysThatItIsDegradedForWhomItCouldNotFollow) {
  // A change of a user whom nobody has created.
  eventstore::AppendRequest request;
  request.stream = UserStream("acme", base::UuidBytes{});
  request.expected_version = eventstore::Version{0};
  request.events.push_back({.type = "UserStatusChanged",
                            .schema_version = 1,
                            .metadata = "",
                            .clear_payload = "",
                            .sealed_payload = ""});
  request.snapshot.emplace();
  ASSERT_TRUE(world_.store->AppendAndWait(std::move(request)).ok());
  user::v1::ListUsersRequest acme;
  acme.mutable_min_position()->set_number(world_.store->Head().number);
  const auto page = List(acme);
  ASSERT_TRUE(page.ok()) << page.status();
  EXPECT_TRUE(page->degraded());
}

}  // namespace
}  // namespace rollbook::services
