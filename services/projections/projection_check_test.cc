#include "services/projections/projection_check.h"

#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/bytes.h"
#include "base/ids.h"
#include "services/projections/snapshot_share.h"
#include "services/projections/user_list_projection.h"
#include "services/test_world.h"
#include "services/users/user_codec.h"
#include "services/users/user_reader.h"
#include "services/users/user_seal.h"
#include "services/users/user_stream.h"

namespace rollbook::services {
namespace {

class SnapshotCheckTest : public testing::Test {
 protected:
  SnapshotCheckTest() {
    for (int i = 0; i < 5; ++i) {
      const auto created = world_.Create(JaneDoe("user-" + std::to_string(i)));
      EXPECT_TRUE(created.ok());
      streams_.push_back(
          UserStream("acme", *base::ParseUuid(created->user().user_id())));
    }
    user::v1::UpdateUserRequest rename;
    rename.set_partner_id("acme");
    rename.mutable_user()->set_external_id("user-3");
    rename.mutable_profile()->set_first_name("Janet");
    EXPECT_TRUE(world_.Update(rename).ok());
    user::v1::EraseUserRequest erase;
    erase.set_partner_id("acme");
    erase.mutable_user()->set_external_id("user-4");
    erase.set_reason("asked for it");
    erase.set_ticket("T-1");
    EXPECT_TRUE(world_.Erase(erase).ok());
  }

  std::unique_ptr<ProjectionCheck> Check() {
    auto check = CheckSnapshots(world_.store.get(), world_.vault.get());
    while (!check->done()) EXPECT_TRUE(check->Step(2).ok());
    return check;
  }

  void Replace(const eventstore::StreamId& stream, uint64_t version,
               std::string sealed) {
    eventstore::AppendRequest request;
    request.stream = stream;
    request.expected_version = eventstore::Version{version};
    request.snapshot =
        eventstore::NewSnapshot{kStateSchemaVersion, false, std::move(sealed)};
    ASSERT_TRUE(world_.store->AppendAndWait(std::move(request)).ok());
  }

  World world_;
  std::vector<eventstore::StreamId> streams_;
};

TEST_F(SnapshotCheckTest, FindsNothingWhereNothingIsWrong) {
  const auto check = Check();
  EXPECT_FALSE(check->divergence());
  EXPECT_EQ(check->checked(), world_.store->Head().number);
}

TEST_F(SnapshotCheckTest, NamesTheRowThatIsNotWhatItsEventsComeTo) {
  const UserReader reader(world_.store.get(), world_.vault.get());
  auto user = reader.Load(streams_[3]);
  ASSERT_TRUE(user.ok());
  user->state.status = domain::UserStatus::kClosed;
  Replace(streams_[3], 2,
          SealState(user->key, streams_[3], {2}, EncodeState(user->state),
                    base::CryptoRandom()));
  const auto check = Check();
  ASSERT_TRUE(check->divergence());
  EXPECT_EQ(check->divergence()->stream, streams_[3]);
  EXPECT_EQ(check->divergence()->what, "state");
  EXPECT_EQ(check->divergence()->version.value, 2u);
  EXPECT_NE(check->divergence()->expected, check->divergence()->found);
}

TEST_F(SnapshotCheckTest, NamesARowThatCannotBeOpened) {
  Replace(streams_[1], 1, "no sealed state");
  const auto check = Check();
  ASSERT_TRUE(check->divergence());
  EXPECT_EQ(check->divergence()->stream, streams_[1]);
  EXPECT_EQ(check->divergence()->found, "cannot be opened");
}

TEST_F(SnapshotCheckTest, ComparesHeadersWithoutAVault) {
  Replace(streams_[1], 1, "no sealed state");
  const auto check = CheckSnapshots(world_.store.get(), nullptr);
  while (!check->done()) ASSERT_TRUE(check->Step(2).ok());
  EXPECT_FALSE(check->divergence());
}

TEST_F(SnapshotCheckTest, LooksAtARowAgainThatWasRepaired) {
  Replace(streams_[0], 1, "no sealed state");
  Replace(streams_[2], 1, "nor here");
  const UserReader reader(world_.store.get(), world_.vault.get());
  const auto sound = reader.Load(streams_[1]);
  ASSERT_TRUE(sound.ok());
  std::atomic<int> repaired = 0;
  const auto check = CheckSnapshots(
      world_.store.get(), world_.vault.get(),
      [&](const Divergence& divergence) -> absl::Status {
        ++repaired;
        const auto key = world_.vault->DataKey(divergence.stream);
        auto user = sound->state;
        user.profile.external_id = domain::Text::FromStored(
            divergence.stream == streams_[0] ? "user-0" : "user-2");
        Replace(divergence.stream, 1,
                SealState(**key, divergence.stream, {1}, EncodeState(user),
                          base::CryptoRandom()));
        return absl::OkStatus();
      });
  while (!check->done()) ASSERT_TRUE(check->Step(100).ok());
  EXPECT_FALSE(check->divergence());
  EXPECT_EQ(repaired, 2);
}

TEST_F(SnapshotCheckTest, TakesAnAppendMeanwhileForNoDivergence) {
  const auto check = CheckSnapshots(world_.store.get(), world_.vault.get());
  ASSERT_TRUE(check->Step(4).ok());
  user::v1::UpdateUserRequest rename;
  rename.set_partner_id("acme");
  for (const char* user : {"user-0", "user-1", "user-2", "user-3"}) {
    rename.mutable_user()->set_external_id(user);
    rename.mutable_profile()->set_first_name("Johanna");
    ASSERT_TRUE(world_.Update(rename).ok());
  }
  while (!check->done()) ASSERT_TRUE(check->Step(2).ok());
  EXPECT_FALSE(check->divergence());
}

TEST_F(SnapshotCheckTest, LooksUpTheEventsOfThoseForWhomThereIsNoRoom) {
  const auto records = world_.store->ReadRawLog({}, 1000, 1 << 20);
  ASSERT_TRUE(records.ok());
  const auto damaged = [&](size_t max_open_folds) {
    SnapshotShare share(world_.store.get(), world_.vault.get(), max_open_folds);
    std::vector<eventstore::StreamId> found;
    for (const std::string& stored : *records) {
      const auto one = share.Take(stored);
      EXPECT_TRUE(one.ok()) << one.status();
      if (one.ok() && *one) found.push_back((*one)->stream);
    }
    EXPECT_TRUE(share.TakeOpen().empty());
    return found;
  };
  EXPECT_TRUE(damaged(0).empty());
  Replace(streams_[3], 2, "no sealed state");
  const std::vector<eventstore::StreamId> expected = {streams_[3]};
  EXPECT_EQ(damaged(0), expected);
  EXPECT_EQ(damaged(100), expected);
}

class RowsCheckTest : public testing::Test {
 protected:
  RowsCheckTest() {
    EXPECT_TRUE(world_.Create(JaneDoe("jane")).ok());
    auto list = ProjectedUserList::Start(world_.store.get(), derived_.get(),
                                         &world_.clock);
    EXPECT_TRUE(list.ok());
    list_ = *std::move(list);
    while (list_->projection().position() < world_.store->Head()) {
      std::this_thread::yield();
    }
  }

  std::optional<Divergence> Check() {
    const auto check = CheckRows(list_->projection());
    EXPECT_TRUE(check.ok()) << check.status();
    while (!(*check)->done()) EXPECT_TRUE((*check)->Step(100).ok());
    return (*check)->divergence();
  }

  // The key of the first row of a kind.
  std::string KeyOf(char kind) {
    const std::string prefix = list_->projection().host().rows().prefix + kind;
    std::string found;
    EXPECT_TRUE(derived_
                    ->Scan(prefix, prefix,
                           [&](std::string_view key, std::string_view) {
                             found = key;
                             return false;
                           })
                    .ok());
    return found;
  }

  World world_;
  std::unique_ptr<eventstore::DerivedStore> derived_ =
      eventstore::MakeInMemoryDerivedStore();
  std::unique_ptr<ProjectedUserList> list_;
};

TEST_F(RowsCheckTest, FindsNothingWhereNothingIsWrong) {
  EXPECT_FALSE(Check());
}

TEST_F(RowsCheckTest, NamesAUserWhoIsNotInTheList) {
  ASSERT_TRUE(derived_->Write({{KeyOf('s'), std::nullopt}}).ok());
  const auto divergence = Check();
  ASSERT_TRUE(divergence);
  EXPECT_EQ(divergence->stream.tenant.value, "acme");
  EXPECT_EQ(divergence->what, "listed as pending_compliance, position 3");
  EXPECT_EQ(divergence->expected, UserIdText(divergence->stream));
  EXPECT_EQ(divergence->found, "none");
}

TEST_F(RowsCheckTest, NamesAnotherUserInAPlace) {
  const base::UuidBytes other = base::NewUuid(base::CryptoRandom());
  ASSERT_TRUE(
      derived_->Write({{KeyOf('s'), UserStream("acme", other).id}}).ok());
  const auto divergence = Check();
  ASSERT_TRUE(divergence);
  EXPECT_NE(divergence->expected, "none");
  EXPECT_EQ(divergence->found, base::FormatUuid(other));
}

TEST_F(RowsCheckTest, NamesARowThatShouldNotBeThere) {
  ASSERT_TRUE(derived_->Write({{KeyOf('s') + "x", "y"}}).ok());
  const auto divergence = Check();
  ASSERT_TRUE(divergence);
  EXPECT_EQ(divergence->expected, "none");
}

}  // namespace
}  // namespace rollbook::services
