#include "eventstore/rocksdb/backup.h"

#include <filesystem>
#include <fstream>
#include <latch>
#include <thread>

#include "base/error.h"
#include "eventstore/test_support.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rollbook::eventstore {
namespace {

using testing::HasSubstr;

class BackupTest : public testing::Test {
 protected:
  BackupTest() {
    auto opened = OpenRocksDbEventStore(SmallStore(directory_.path(), clock_));
    EXPECT_TRUE(opened.ok()) << opened.status();
    store_ = *std::move(opened);
  }

  std::string PathOf(const std::string& name) const {
    return elsewhere_.path() + "/" + name;
  }

  absl::StatusOr<std::unique_ptr<RocksDbEventStore>> Open(
      const std::string& backup, bool accept_rollback) const {
    RocksDbOptions options = SmallStore(backup, clock_);
    options.accept_rollback = accept_rollback;
    return OpenRocksDbEventStore(options);
  }

  void ExpectFailure(const std::string& directory, const std::string& text) {
    const auto made = store_->CreateBackup(directory);
    EXPECT_EQ(base::ReasonOf(made.status()), base::Reason::kBackupFailed);
    EXPECT_THAT(std::string(made.status().message()), HasSubstr(text));
  }

  base::TempDir directory_;
  base::TempDir elsewhere_;
  base::FakeClock clock_{Noon()};
  std::unique_ptr<RocksDbEventStore> store_;
};

TEST_F(BackupTest, HoldsTheStoreAsItWas) {
  MustAppend(*store_, OneEvent(Stream("u1"), 0));
  MustAppend(*store_, OneEvent(Stream("u1"), 1));
  const auto made = store_->CreateBackup(PathOf("noon"));
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->head.number, 2u);
  EXPECT_EQ(made->time, Noon());
  EXPECT_GT(made->bytes, 0u);
  MustAppend(*store_, OneEvent(Stream("u1"), 2));

  const auto restored = Open(PathOf("noon"), true);
  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ((*restored)->Load(Stream("u1"))->value().version, Version{2});
  MustAppend(**restored, OneEvent(Stream("u1"), 2));
  CheckWholeLog(**restored);
  EXPECT_EQ(CheckWholeLog(*store_), 3u);
}

TEST_F(BackupTest, DoesNotGoOnUnderItsLogsName) {
  MustAppend(*store_, OneEvent(Stream("u1"), 0));
  ASSERT_TRUE(store_->CreateBackup(PathOf("noon")).ok());
  const auto refused = Open(PathOf("noon"), false);
  EXPECT_THAT(std::string(refused.status().message()),
              HasSubstr("This is a backup, which ends at position 1"));
  EXPECT_THAT(std::string(refused.status().message()),
              HasSubstr("--accept_rollback"));
  {
    const auto restored = Open(PathOf("noon"), true);
    ASSERT_TRUE(restored.ok()) << restored.status();
    EXPECT_NE((*restored)->Lineage(), store_->Lineage());
  }
  // From then on it is a store like any other.
  EXPECT_TRUE(Open(PathOf("noon"), false).ok());
}

TEST_F(BackupTest, IsWholeWhileAppendsGoOn) {
  std::latch some_are_there(1);
  std::jthread writer([&](const std::stop_token& stop) {
    for (uint64_t version = 0; !stop.stop_requested(); ++version) {
      MustAppend(*store_, OneEvent(Stream("u1"), version));
      if (version == 100) some_are_there.count_down();
    }
  });
  some_are_there.wait();
  const auto made = store_->CreateBackup(PathOf("busy"));
  writer.request_stop();
  writer.join();
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_GT(made->head.number, 100u);
  const auto restored = Open(PathOf("busy"), true);
  ASSERT_TRUE(restored.ok()) << restored.status();
  // LogForked is one more.
  EXPECT_EQ(CheckWholeLog(**restored), made->head.number + 1);
}

TEST_F(BackupTest, OfAnEmptyStoreIsOne) {
  const auto made = store_->CreateBackup(PathOf("empty"));
  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->head.number, 0u);
  EXPECT_FALSE(Open(PathOf("empty"), false).ok());
  EXPECT_TRUE(Open(PathOf("empty"), true).ok());
}

TEST_F(BackupTest, OverwritesNothing) {
  std::filesystem::create_directory(PathOf("taken"));
  std::ofstream(PathOf("taken") + "/file") << "mine";
  ExpectFailure(PathOf("taken"), "there is something of this name");
  EXPECT_TRUE(std::filesystem::exists(PathOf("taken") + "/file"));
}

// A backup named "noon" would remove it as its own unfinished one.
TEST_F(BackupTest, HasNoNameOfAnUnfinishedOne) {
  ExpectFailure(PathOf("noon.partial"), "that of an unfinished backup");
  EXPECT_FALSE(std::filesystem::exists(PathOf("noon.partial")));
}

TEST_F(BackupTest, SaysWhyItCouldNotBeMadeAndLeavesNothing) {
  std::ofstream(PathOf("file")) << "not a directory";
  ExpectFailure(PathOf("file/noon"), "Not a directory");
  EXPECT_TRUE(std::filesystem::is_regular_file(PathOf("file")));
  // The store is none the worse.
  MustAppend(*store_, OneEvent(Stream("u1"), 0));
}

TEST_F(BackupTest, ThatWasCutShortIsMadeAnew) {
  std::filesystem::create_directories(PathOf("noon.partial/store"));
  std::ofstream(PathOf("noon.partial/store/CURRENT")) << "half";
  MustAppend(*store_, OneEvent(Stream("u1"), 0));
  ASSERT_TRUE(store_->CreateBackup(PathOf("noon")).ok());
  EXPECT_FALSE(std::filesystem::exists(PathOf("noon.partial")));
  EXPECT_TRUE(Open(PathOf("noon"), true).ok());
}

}  // namespace
}  // namespace rollbook::eventstore
