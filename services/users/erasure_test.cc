#include <gtest/gtest.h>

#include <atomic>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "base/ids.h"
#include "services/audit/history_reader.h"
#include "services/audit/time_travel.h"
#include "services/test_world.h"
#include "services/users/append_builder.h"
#include "services/users/user_stream.h"

// Forgetting a person (docs/erasure.md).
namespace rollbook::services {
namespace {

using base::Reason;

user::v1::EraseUserRequest EraseById(const std::string& user_id) {
  user::v1::EraseUserRequest request;
  request.mutable_user()->set_user_id(user_id);
  request.set_reason("Jane asked for it by phone");
  request.set_ticket("GDPR-17");
  return request;
}

user::v1::UpdateUserRequest Rename(const std::string& user_id) {
  user::v1::UpdateUserRequest request;
  request.set_partner_id("acme");
  request.mutable_user()->set_user_id(user_id);
  request.mutable_profile()->set_first_name("Janet");
  return request;
}

class ErasureTest : public testing::Test {
 protected:
  ErasureTest() {
    create_ = JaneDoe("jane");
    create_.set_request_id(NewRequestId());
    create_.mutable_rules()->set_unique_email(true);
    const auto created = world_.Create(create_);
    EXPECT_TRUE(created.ok()) << created.status();
    user_id_ = created->user().user_id();
    stream_ = UserStream("acme", *base::ParseUuid(user_id_));
  }

  World world_;
  user::v1::CreateUserRequest create_;
  std::string user_id_;
  eventstore::StreamId stream_;
};

TEST_F(ErasureTest, DestroysTheKeyAndTheStateAndEndsTheHistory) {
  const auto erased = world_.Erase(EraseById(user_id_));
  ASSERT_TRUE(erased.ok()) << erased.status();
  EXPECT_EQ(erased->partner_id(), "acme");
  EXPECT_EQ(erased->user_id(), user_id_);
  EXPECT_EQ(erased->version(), 2u);
  EXPECT_FALSE(erased->already_erased());
  EXPECT_FALSE(world_.store->GetKey(stream_)->has_value());
  EXPECT_FALSE(world_.vault->DataKey(stream_)->has_value());
  const auto row = world_.store->Load(stream_);
  ASSERT_TRUE(row->has_value());
  EXPECT_TRUE((*row)->erased);
  EXPECT_TRUE((*row)->sealed_state.empty());
  EXPECT_TRUE(world_.store->GetMeta(kErasurePendingRow)->has_value());
  const auto log = world_.Log();
  EXPECT_EQ(log.back().type, "UserErased");
  EXPECT_TRUE(log.back().sealed_payload.empty());
}

TEST_F(ErasureTest, LeavesTheReasonOutOfTheLog) {
  ASSERT_TRUE(world_.Erase(EraseById(user_id_)).ok());
  const auto last = world_.Log().back();
  const std::string stored = last.metadata + last.clear_payload;
  EXPECT_EQ(stored.find("Jane"), std::string::npos);
  EXPECT_NE(stored.find("GDPR-17"), std::string::npos);
}

TEST_F(ErasureTest, ShowsWhatIsLeftInTheHistory) {
  ASSERT_TRUE(world_.Update(Rename(user_id_)).ok());
  ASSERT_TRUE(world_.Erase(EraseById(user_id_)).ok());
  const HistoryReader history(world_.store.get(), world_.vault.get());
  const auto events = history.ReadUser(stream_, 0, 10);
  ASSERT_TRUE(events.ok()) << events.status();
  ASSERT_EQ(events->size(), 3u);
  EXPECT_TRUE((*events)[0].erased());
  EXPECT_FALSE((*events)[0].user_event().user_created().has_external_id());
  EXPECT_TRUE((*events)[1].erased());
  EXPECT_EQ((*events)[1].actor(), "service:test");
  EXPECT_EQ((*events)[2].user_event().user_erased().ticket(), "GDPR-17");
  EXPECT_EQ((*events)[2].actor(), "admin:test");

  const TimeTravel travel(world_.store.get(), world_.vault.get());
  audit::v1::GetUserAtRequest first;
  first.set_version(1);
  const auto then = travel.UserAt(stream_, first);
  ASSERT_TRUE(then.ok()) << then.status();
  EXPECT_TRUE(then->erased());
  EXPECT_FALSE(then->user().profile().has_first_name());
  EXPECT_EQ(then->user().status(), user::v1::USER_STATUS_PENDING_COMPLIANCE);
}

TEST_F(ErasureTest, SetsTheExternalIdAndTheAddressFree) {
  ASSERT_TRUE(world_.Erase(EraseById(user_id_)).ok());
  auto again = create_;
  again.set_request_id(NewRequestId());
  const auto created = world_.Create(again);
  ASSERT_TRUE(created.ok()) << created.status();
  EXPECT_NE(created->user().user_id(), user_id_);
  EXPECT_EQ(created->user().version(), 1u);
}

TEST_F(ErasureTest, AnswersARetryOfTheCreationWithNotFoundAndExecutesNothing) {
  ASSERT_TRUE(world_.Erase(EraseById(user_id_)).ok());
  const size_t events = world_.Log().size();
  EXPECT_EQ(base::ReasonOf(world_.Create(create_).status()),
            Reason::kUserNotFound);
  EXPECT_EQ(world_.Log().size(), events);
}

TEST_F(ErasureTest, RefusesEverythingAfterwards) {
  ASSERT_TRUE(world_.Erase(EraseById(user_id_)).ok());
  EXPECT_EQ(base::ReasonOf(world_.Get(GetById(user_id_)).status()),
            Reason::kUserNotFound);
  EXPECT_EQ(base::ReasonOf(world_.Update(Rename(user_id_)).status()),
            Reason::kUserNotFound);
}

TEST_F(ErasureTest, GivesTheSameCertificateAgain) {
  const auto first = world_.Erase(EraseById(user_id_));
  ASSERT_TRUE(first.ok());
  EXPECT_NE(first->certificate().find("user " + user_id_), std::string::npos);
  EXPECT_NE(first->certificate().find("ticket GDPR-17"), std::string::npos);
  auto other = EraseById(user_id_);
  other.set_ticket("GDPR-18");
  const auto again = world_.Erase(other);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_TRUE(again->already_erased());
  EXPECT_EQ(again->certificate(), first->certificate());
}

TEST_F(ErasureTest, WaitsForTheEndOfALegalHold) {
  user::v1::HoldUserRequest hold;
  hold.mutable_user()->set_user_id(user_id_);
  hold.set_reason("court order 3/26");
  const auto held = world_.Hold(hold);
  ASSERT_TRUE(held.ok()) << held.status();
  EXPECT_TRUE(held->user().legal_hold());
  EXPECT_TRUE(world_.Get(GetById(user_id_))->user().legal_hold());
  EXPECT_EQ(base::ReasonOf(world_.Erase(EraseById(user_id_)).status()),
            Reason::kUserOnHold);
  user::v1::ReleaseUserRequest release;
  release.set_partner_id("acme");
  release.mutable_user()->set_external_id("jane");
  ASSERT_TRUE(world_.Release(release).ok());
  EXPECT_TRUE(world_.Erase(EraseById(user_id_)).ok());
}

TEST_F(ErasureTest, TakesNoTicketThatCouldNameSomebody) {
  for (const std::string& ticket :
       {std::string(), std::string("for Jane Doe"), std::string(65, 'a'),
        std::string("Jos\xc3\xa9"), std::string("jane@example.com")}) {
    auto request = EraseById(user_id_);
    request.set_ticket(ticket);
    EXPECT_EQ(base::ReasonOf(world_.Erase(request).status()),
              Reason::kInvalidArgument)
        << ticket;
  }
  auto request = EraseById(user_id_);
  request.clear_reason();
  EXPECT_FALSE(world_.Erase(request).ok());
  EXPECT_EQ(base::ReasonOf(world_.Erase(EraseById(NewRequestId())).status()),
            Reason::kUserNotFound);
}

TEST_F(ErasureTest, WinsAgainstChangesThatRaceWithIt) {
  for (int round = 0; round < 10; ++round) {
    const auto created =
        world_.Create(JaneDoe("racer-" + std::to_string(round)));
    ASSERT_TRUE(created.ok());
    const std::string id = created->user().user_id();
    std::atomic<bool> stop{false};
    std::thread writer([&] {
      for (int i = 0; !stop; ++i) {
        auto rename = Rename(id);
        rename.mutable_profile()->set_first_name("J" + std::to_string(i));
        const auto status = world_.Update(rename).status();
        if (!status.ok()) break;
      }
    });
    EXPECT_TRUE(world_.Erase(EraseById(id)).ok());
    stop = true;
    writer.join();
    const auto stream = UserStream("acme", *base::ParseUuid(id));
    EXPECT_FALSE(world_.store->GetKey(stream)->has_value());
    EXPECT_FALSE(world_.vault->DataKey(stream)->has_value());
    eventstore::Record last;
    for (const auto& record : world_.Log()) {
      if (record.stream == stream) last = record;
    }
    EXPECT_EQ(last.type, "UserErased");
  }
}

}  // namespace
}  // namespace rollbook::services
