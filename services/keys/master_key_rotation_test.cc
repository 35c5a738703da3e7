#include "services/keys/master_key_rotation.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/crypto/random.h"
#include "base/error.h"
#include "base/fake_clock.h"
#include "eventstore/in_memory_event_store.h"

namespace rollbook::services {
namespace {

using eventstore::StreamId;
using Progress = MasterKeyRotation::Progress;

base::Key256 KeyOf(uint8_t byte) {
  base::Key256 key;
  key.mutable_bytes().fill(byte);
  return key;
}

StreamId Numbered(int i) { return {{"acme"}, "u" + std::to_string(i)}; }

class Rotation : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<KeyVault>> Open(
      uint8_t master, std::optional<uint8_t> old = std::nullopt) {
    return KeyVault::Open(
        store_.get(), KeyOf(master), random_,
        old ? std::optional<base::Key256>(KeyOf(*old)) : std::nullopt);
  }

  void WriteKey(const StreamId& stream, std::optional<std::string> row) {
    eventstore::AppendRequest request;
    request.stream = stream;
    request.side_writes.push_back(
        {eventstore::SideWrite::Family::kKeys, "", std::move(row), {}});
    ASSERT_TRUE(store_->AppendAndWait(std::move(request)).ok());
  }

  // Streams with data keys under master key 1.
  std::vector<base::Key256> MakeKeys(int count) {
    std::vector<base::Key256> keys;
    const auto vault = Open(1);
    EXPECT_TRUE(vault.ok()) << vault.status();
    for (int i = 0; i < count; ++i) {
      auto made = (*vault)->MakeDataKey(Numbered(i));
      WriteKey(Numbered(i), std::move(made.wrapped));
      keys.push_back(made.key);
    }
    return keys;
  }

  Progress RunToEnd(KeyVault& vault) {
    std::promise<Progress> end;
    MasterKeyRotation rotation(store_.get(), &vault, &clock_,
                               [&](const Progress& progress) {
                                 if (progress.done || !progress.status.ok()) {
                                   end.set_value(progress);
                                 }
                               });
    Progress last = end.get_future().get();
    EXPECT_EQ(rotation.progress().seen, last.seen);
    return last;
  }

  base::Random* const random_ = &base::CryptoRandom();
  base::FakeClock clock_{absl::FromUnixSeconds(1'773'403'200)};
  std::unique_ptr<eventstore::EventStore> store_ =
      eventstore::MakeInMemoryEventStore(clock_, *random_);
};

TEST_F(Rotation, WrapsEveryKeyAnewSoThatTheNewMasterKeyIsEnough) {
  const std::vector<base::Key256> keys = MakeKeys(1000);
  const auto claim = (*Open(1))->ClaimHash({"acme"}, "email", "a@b.example");
  {
    auto vault = Open(2, 1);
    ASSERT_TRUE(vault.ok()) << vault.status();
    // Both kinds of rows open meanwhile.
    EXPECT_EQ((*vault)->DataKey(Numbered(7))->value().view(), keys[7].view());
    const Progress progress = RunToEnd(**vault);
    EXPECT_TRUE(progress.done) << progress.status;
    EXPECT_EQ(progress.total, 1000u);
    EXPECT_EQ(progress.seen, 1000u);
    EXPECT_EQ(progress.done_time, clock_.Now());
    EXPECT_EQ(progress.rewrapped, 1000u);
  }
  const auto vault = Open(2);
  ASSERT_TRUE(vault.ok()) << vault.status();
  for (int i = 0; i < 1000; ++i) {
    const auto key = (*vault)->DataKey(Numbered(i));
    ASSERT_TRUE(key.ok() && key->has_value()) << i << ": " << key.status();
    EXPECT_EQ((*key)->view(), keys[static_cast<size_t>(i)].view());
  }
  EXPECT_EQ((*vault)->ClaimHash({"acme"}, "email", "a@b.example"), claim);
  EXPECT_FALSE(Open(1).ok());
}

TEST_F(Rotation, LeavesWhatWasErasedMeanwhileErased) {
  constexpr int kKeys = 5000;
  MakeKeys(kKeys);
  auto vault = Open(2, 1);
  ASSERT_TRUE(vault.ok()) << vault.status();
  std::thread eraser([&] {
    for (int i = 0; i < kKeys; i += 2) WriteKey(Numbered(i), std::nullopt);
  });
  const Progress progress = RunToEnd(**vault);
  eraser.join();
  EXPECT_TRUE(progress.done) << progress.status;
  const auto after = Open(2);
  ASSERT_TRUE(after.ok()) << after.status();
  for (int i = 0; i < kKeys; ++i) {
    const auto key = (*after)->DataKey(Numbered(i));
    ASSERT_TRUE(key.ok()) << key.status();
    EXPECT_EQ(key->has_value(), i % 2 == 1) << i;
  }
}

TEST_F(Rotation, ThatWasCutShortIsRefusedWithoutTheOldKeyAndGoesOnWithIt) {
  MakeKeys(10);
  ASSERT_TRUE(Open(2, 1).ok());  // begun, and not one row replaced
  const auto refused = Open(2);
  EXPECT_EQ(base::ReasonOf(refused.status()), base::Reason::kInvalidArgument);
  EXPECT_NE(refused.status().message().find("--old_master_key_file"),
            absl::string_view::npos);
  auto again = Open(2, 1);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(RunToEnd(**again).rewrapped, 10u);
  EXPECT_TRUE(Open(2).ok());
  // Once more finds nothing to do.
  auto done = Open(2, 1);
  ASSERT_TRUE(done.ok());
  EXPECT_EQ(RunToEnd(**done).rewrapped, 0u);
}

}  // namespace
}  // namespace rollbook::services
