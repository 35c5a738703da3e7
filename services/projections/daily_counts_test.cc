#include "services/projections/daily_counts.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>

#include "base/error.h"
#include "services/test_world.h"

namespace rollbook::services {
namespace {

using Request = audit::v1::ListDailyCountsRequest;
using Response = audit::v1::ListDailyCountsResponse;

class DailyCountsTest : public testing::Test {
 protected:
  DailyCountsTest() {
    admin::v1::CreatePartnerRequest nova;
    nova.set_partner_id("nova");
    nova.set_contract("capa");
    EXPECT_TRUE(world_.CreatePartner(nova).ok());
    auto started = DailyCounts::Start(world_.store.get(), derived_.get(),
                                      &world_.clock, world_.workers.get());
    EXPECT_TRUE(started.ok());
    counts_ = *std::move(started);
  }

  void CreateUsers(int count, const std::string& partner = "acme") {
    for (int i = 0; i < count; ++i) {
      auto user = JaneDoe("user-" + std::to_string(created_++));
      user.set_partner_id(partner);
      ASSERT_TRUE(world_.Create(user).ok());
    }
  }

  absl::StatusOr<Response> List(const Request& request,
                                const Caller& caller = World::Admin()) {
    return World::Await<Response>(
        [&](auto reply) { counts_->List(caller, request, std::move(reply)); });
  }

  // "acme 2026-03-13 UserCreated 4, ..." over all pages.
  std::string All(Request request) {
    request.mutable_min_position()->set_number(world_.store->Head().number);
    std::string text;
    do {
      const auto page = List(request);
      EXPECT_TRUE(page.ok()) << page.status();
      if (!page.ok()) return text;
      EXPECT_FALSE(page->degraded());
      EXPECT_EQ(page->position().number(), world_.store->Head().number);
      for (const auto& count : page->counts()) {
        text += count.partner_id() + " " + count.date() + " " + count.type() +
                " " + std::to_string(count.count()) + ", ";
      }
      request.set_page_token(page->next_page_token());
    } while (!request.page_token().empty());
    return text;
  }

  World world_;
  std::unique_ptr<eventstore::DerivedStore> derived_ =
      eventstore::MakeInMemoryDerivedStore();
  std::unique_ptr<DailyCounts> counts_;
  int created_ = 0;
};

TEST_F(DailyCountsTest, CountsByPartnerDayAndType) {
  CreateUsers(3);
  CreateUsers(1, "nova");
  world_.clock.Advance(absl::Hours(24));
  CreateUsers(2);
  const std::string acme =
      "acme 2026-03-13 KeyCreated 1, acme 2026-03-13 PartnerCreated 1, "
      "acme 2026-03-13 UserCreated 3, acme 2026-03-14 UserCreated 2, ";
  const std::string nova =
      "nova 2026-03-13 KeyCreated 1, nova 2026-03-13 PartnerCreated 1, "
      "nova 2026-03-13 UserCreated 1, ";
  EXPECT_EQ(All({}), acme + nova);
  Request request;
  request.set_partner_id("acme");
  EXPECT_EQ(All(request), acme);
  // Two pages of any size are the same rows.
  for (int size = 1; size < 5; ++size) {
    request.set_page_size(size);
    EXPECT_EQ(All(request), acme);
  }
}

TEST_F(DailyCountsTest, GoesOnCountingADay) {
  CreateUsers(1);
  Request request;
  request.set_partner_id("nova");
  const std::string before = All(request);
  CreateUsers(1, "nova");
  EXPECT_EQ(All(request), before + "nova 2026-03-13 UserCreated 1, ");
  CreateUsers(2, "nova");
  EXPECT_EQ(All(request), before + "nova 2026-03-13 UserCreated 3, ");
}

TEST_F(DailyCountsTest, KeepsToTheDaysThatAreWanted) {
  for (const char* const partner : {"acme", "nova"}) {
    CreateUsers(1, partner);
  }
  for (int day = 0; day < 3; ++day) {
    world_.clock.Advance(absl::Hours(24));
    CreateUsers(1, "acme");
    CreateUsers(1, "nova");
  }
  Request request;
  request.set_from_date("2026-03-15");
  request.set_to_date("2026-03-15");
  EXPECT_EQ(All(request),
            "acme 2026-03-15 UserCreated 1, nova 2026-03-15 UserCreated 1, ");
  request.set_page_size(1);
  EXPECT_EQ(All(request),
            "acme 2026-03-15 UserCreated 1, nova 2026-03-15 UserCreated 1, ");
  request.clear_to_date();
  request.set_partner_id("nova");
  EXPECT_EQ(All(request),
            "nova 2026-03-15 UserCreated 1, nova 2026-03-16 UserCreated 1, ");
  request.set_to_date("2026-03-14");
  EXPECT_EQ(All(request), "");
}

TEST_F(DailyCountsTest, RefusesWhatItCannotRead) {
  Request request;
  request.set_from_date("13/03/2026");
  request.set_to_date("2026-03-32");
  request.set_page_size(-1);
  request.set_page_token("zz");
  const auto refused = List(request);
  EXPECT_EQ(base::ReasonOf(refused.status()), base::Reason::kInvalidArgument);
  EXPECT_EQ(base::DetailsOf(refused.status()).violations.size(), 4u);
}

TEST_F(DailyCountsTest, ShowsAServiceWhatWasGrantedToIt) {
  Caller service = World::Service();
  Request request;
  EXPECT_EQ(base::ReasonOf(List(request, service).status()),
            base::Reason::kPermissionDenied);
  service.granted = std::make_shared<PartnerGrants>(PartnerGrants{"nova"});
  EXPECT_EQ(base::ReasonOf(List(request, service).status()),
            base::Reason::kInvalidArgument);
  request.set_partner_id("acme");
  EXPECT_EQ(base::ReasonOf(List(request, service).status()),
            base::Reason::kPermissionDenied);
  request.set_partner_id("nova");
  EXPECT_TRUE(List(request, service).ok());
}

}  // namespace
}  // namespace rollbook::services
