#include "services/audit/history_reader.h"

#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/crypto/hash.h"
#include "base/error.h"
#include "base/ids.h"
#include "services/test_world.h"
#include "services/users/user_stream.h"

namespace rollbook::services {
namespace {

using base::Reason;

Caller Auditor() { return {{Role::kAuditor}, "auditor:test"}; }

class HistoryReaderTest : public testing::Test {
 protected:
  // Created, renamed, phone cleared, approved.
  void LiveALife() {
    auto created = world_.Create(JaneDoe("jane"));
    ASSERT_TRUE(created.ok());
    user_id_ = created->user().user_id();
    user::v1::UpdateUserRequest update;
    update.set_partner_id("acme");
    update.mutable_user()->set_external_id("jane");
    update.mutable_profile()->set_first_name("Janet");
    for (const char* path : {"first_name", "occupation", "phone_number"}) {
      update.mutable_update_mask()->add_paths(path);
    }
    ASSERT_TRUE(world_.Update(update).ok());
    user::v1::ChangeUserStatusRequest approve;
    approve.set_partner_id("acme");
    approve.mutable_user()->set_external_id("jane");
    approve.set_action(user::v1::STATUS_ACTION_APPROVE);
    approve.set_reason("documents fine");
    ASSERT_TRUE(world_.ChangeStatus(approve).ok());
  }

  eventstore::StreamId Stream() {
    return UserStream("acme", *base::ParseUuid(user_id_));
  }

  World world_;
  HistoryReader history_{world_.store.get(), world_.vault.get()};
  std::string user_id_;
};

TEST_F(HistoryReaderTest, TellsAUsersLifeEventByEvent) {
  LiveALife();
  const auto events = history_.ReadUser(Stream(), 0, 100);
  ASSERT_TRUE(events.ok()) << events.status();
  ASSERT_EQ(events->size(), 4u);
  const auto& created = (*events)[0];
  EXPECT_EQ(created.type(), "UserCreated");
  EXPECT_EQ(created.user_id(), user_id_);
  EXPECT_EQ(created.actor(), "service:test");
  EXPECT_EQ(created.user_event().user_created().external_id(), "jane");
  EXPECT_EQ(created.user_event().user_created().profile().last_name(), "Doe");
  EXPECT_EQ(created.previous_hash(), std::string(32, '\0'));
  const auto& updated = (*events)[1].user_event().user_profile_updated();
  EXPECT_EQ(updated.changed().first_name(), "Janet");
  EXPECT_EQ(updated.cleared(0), "occupation");
  EXPECT_TRUE((*events)[2].user_event().has_user_phone_number_changed());
  EXPECT_EQ((*events)[3].user_event().user_status_changed().reason(),
            "documents fine");
  for (size_t i = 1; i < events->size(); ++i) {
    EXPECT_EQ((*events)[i].version(), i + 1);
    EXPECT_EQ((*events)[i].previous_hash(), (*events)[i - 1].record_hash());
  }
}

TEST_F(HistoryReaderTest, ReadsOnFromAVersion) {
  LiveALife();
  const auto events = history_.ReadUser(Stream(), 3, 1);
  ASSERT_EQ(events->size(), 1u);
  EXPECT_EQ((*events)[0].version(), 3u);
}

TEST_F(HistoryReaderTest, FindsAUserWithOrWithoutItsPartner) {
  LiveALife();
  audit::v1::ListUserEventsRequest request;
  request.set_user_id(user_id_);
  EXPECT_EQ(*history_.FindUser(Auditor(), NameIn(request)), Stream());
  request.set_partner_id("acme");
  EXPECT_EQ(*history_.FindUser(Auditor(), NameIn(request)), Stream());
  request.set_external_id("jane");
  EXPECT_EQ(*history_.FindUser(Auditor(), NameIn(request)), Stream());
  request.set_external_id("john");
  EXPECT_EQ(
      base::ReasonOf(history_.FindUser(Auditor(), NameIn(request)).status()),
      Reason::kUserNotFound);
  request.set_user_id(NewRequestId());
  EXPECT_EQ(
      base::ReasonOf(history_.FindUser(Auditor(), NameIn(request)).status()),
      Reason::kUserNotFound);
  request.clear_partner_id();
  request.set_external_id("jane");
  EXPECT_EQ(
      base::ReasonOf(history_.FindUser(Auditor(), NameIn(request)).status()),
      Reason::kInvalidArgument);
}

TEST_F(HistoryReaderTest, ShowsAServiceOnlyWhatWasGrantedToIt) {
  LiveALife();
  Caller service = World::Service();
  UserName jane{"acme", {}};
  jane.ref.set_user_id(user_id_);
  UserName somewhere = jane;
  somewhere.partner_id.clear();
  for (const bool other : {false, true}) {
    if (other)
      service.granted = std::make_shared<PartnerGrants>(PartnerGrants{"nova"});
    EXPECT_EQ(base::ReasonOf(history_.FindUser(service, jane).status()),
              Reason::kPermissionDenied);
    EXPECT_EQ(base::ReasonOf(history_.FindUser(service, somewhere).status()),
              Reason::kUserNotFound);
  }
  service.granted =
      std::make_shared<PartnerGrants>(PartnerGrants{"acme", "nova"});
  EXPECT_EQ(*history_.FindUser(service, jane), Stream());
  EXPECT_EQ(*history_.FindUser(service, somewhere), Stream());
}

TEST_F(HistoryReaderTest, LeavesOutTypesThatAreNotWantedAndWhatComesLater) {
  LiveALife();
  const auto page = history_.ReadLog(
      {}, {0, 4}, 100, {{}, {"UserCreated", "UserStatusChanged"}});
  ASSERT_TRUE(page.ok());
  ASSERT_EQ(page->events.size(), 1u);
  EXPECT_EQ(page->events[0].type(), "UserCreated");
  EXPECT_EQ(page->read_to, (eventstore::Position{0, 4}));
}

TEST_F(HistoryReaderTest, ReadsTheLogInPagesAndByPartner) {
  LiveALife();
  std::vector<std::string> types;
  eventstore::Position at;
  for (;;) {
    const auto page = history_.ReadLog(at, world_.store->Head(), 2, {});
    ASSERT_TRUE(page.ok()) << page.status();
    if (page->events.empty()) break;
    for (const auto& event : page->events) types.push_back(event.type());
    at = page->read_to;
  }
  EXPECT_EQ(types, (std::vector<std::string>{
                       "PartnerCreated", "KeyCreated", "UserCreated",
                       "UserProfileUpdated", "UserPhoneNumberChanged",
                       "UserStatusChanged"}));
  const auto nobody =
      history_.ReadLog({}, world_.store->Head(), 100, {{"other"}, {}});
  EXPECT_TRUE(nobody->events.empty());
  EXPECT_EQ(nobody->read_to, world_.store->Head());
}

TEST_F(HistoryReaderTest, ShowsWhatIsLeftOfAnErasedUser) {
  LiveALife();
  // As an erasure does it.
  eventstore::AppendRequest erase;
  erase.stream = Stream();
  erase.side_writes.push_back(
      {eventstore::SideWrite::Family::kKeys, "", std::nullopt, {}});
  ASSERT_TRUE(world_.store->AppendAndWait(std::move(erase)).ok());
  world_.vault->Forget(Stream());
  const auto events = history_.ReadUser(Stream(), 0, 100);
  ASSERT_TRUE(events.ok()) << events.status();
  ASSERT_EQ(events->size(), 4u);
  for (const auto& event : *events) EXPECT_TRUE(event.erased());
  EXPECT_FALSE((*events)[0].user_event().user_created().has_external_id());
  const auto& changed = (*events)[3].user_event().user_status_changed();
  EXPECT_EQ(changed.to(), user::v1::USER_STATUS_ACTIVE);
  EXPECT_EQ(changed.reason(), "");
}

TEST_F(HistoryReaderTest, NoticesAnotherKeyThanTheStreamIsCommittedTo) {
  LiveALife();
  eventstore::AppendRequest swap;
  swap.stream = Stream();
  swap.side_writes.push_back({eventstore::SideWrite::Family::kKeys,
                              "",
                              world_.vault->MakeDataKey(Stream()).wrapped,
                              {}});
  ASSERT_TRUE(world_.store->AppendAndWait(std::move(swap)).ok());
  world_.vault->Forget(Stream());
  EXPECT_EQ(base::ReasonOf(history_.ReadUser(Stream(), 0, 100).status()),
            Reason::kDataCorrupted);
}

TEST_F(HistoryReaderTest, NothingPersonalIsStoredInClear) {
  auto request = JaneDoe("jane");
  request.set_request_id(NewRequestId());
  request.mutable_rules()->set_unique_email(true);
  ASSERT_TRUE(world_.Create(request).ok());
  user::v1::ChangeUserStatusRequest approve;
  approve.set_partner_id("acme");
  approve.mutable_user()->set_external_id("jane");
  approve.set_action(user::v1::STATUS_ACTION_APPROVE);
  approve.set_reason("met Jane Doe in person");
  ASSERT_TRUE(world_.ChangeStatus(approve).ok());

  std::string stored;
  const auto raw_log = world_.store->ReadRawLog({}, 1000, 1 << 30);
  for (const std::string& raw : *raw_log) {
    stored += raw;
  }
  for (const auto& record : world_.Log()) {
    const auto state = world_.store->Load(record.stream);
    stored += (*state)->sealed_state;
    stored += (*world_.store->GetKey(record.stream)).value_or("");
  }
  const auto meta = world_.store->ScanMeta("");
  for (const auto& [name, row] : *meta) stored += row;
  const auto& secret = world_.credential;
  for (const std::string& text :
       {std::string("jane"), std::string("Jane"), std::string("Doe"),
        std::string("example.com"), std::string("1990-05-15"),
        std::string("555-0123"), std::string("Main St"), std::string("Toronto"),
        std::string("M5V"), std::string("in person"), secret.api_key(),
        secret.hmac_secret(),
        std::string(base::AsText(base::Sha256({secret.api_key()})))}) {
    EXPECT_EQ(stored.find(text), std::string::npos) << text;
  }
}

}  // namespace
}  // namespace rollbook::services
