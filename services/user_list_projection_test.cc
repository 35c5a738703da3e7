#include "services/user_list_projection.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>

#include "base/error.h"
#include "services/test_world.h"

namespace rollbook::services {
namespace {

class UserListTest : public testing::Test {
 protected:
  UserListTest() {
    auto started = ProjectedUserList::Start(world_.store.get(), derived_.get(),
                                            &world_.clock);
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

}  // namespace
}  // namespace rollbook::services
