// Acknowledged means it survives power loss: shown by dropping what was not
// synced. (Killing the process shows nothing about fsync.)

#include <atomic>
#include <filesystem>
#include <map>
#include <random>
#include <thread>
#include <vector>

#include "eventstore/rocksdb/settings.h"
#include "eventstore/test_support.h"
#include "gtest/gtest.h"
#include "rocksdb/db.h"
#include "rocksdb/env.h"
#include "tests/crash/power_cut_file_system.h"

namespace rollbook::eventstore {
namespace {

class PowerCutTest : public testing::Test {
 protected:
  std::string At(const std::string& name) {
    return directory_.path() + "/" + name;
  }

  base::TempDir directory_;
  base::FakeClock clock_{Noon()};
  const std::shared_ptr<tests::PowerCutFileSystem> files_ =
      std::make_shared<tests::PowerCutFileSystem>(
          rocksdb::FileSystem::Default(), At("kept"));
  const std::unique_ptr<rocksdb::Env> env_ = rocksdb::NewCompositeEnv(files_);
};

// Streams that are appended to for ever, and what was acknowledged of them.
class Load {
 public:
  Load(EventStore& store, size_t streams) : acknowledged_(streams) {
    for (size_t i = 0; i < streams; ++i) {
      threads_.emplace_back([this, &store, i] {
        for (uint64_t version = 0; !stopping_; ++version) {
          MustAppend(store, OneEvent(Name(i), version));
          acknowledged_[i] = version + 1;
        }
      });
    }
  }
  ~Load() {
    stopping_ = true;
    for (std::thread& thread : threads_) thread.join();
  }

  static StreamId Name(size_t i) { return Stream("u" + std::to_string(i)); }

  std::vector<uint64_t> Acknowledged() const {
    return {acknowledged_.begin(), acknowledged_.end()};
  }
  void WaitForMore(uint64_t appends) const {
    const uint64_t before = acknowledged_[0];
    while (acknowledged_[0] < before + appends) std::this_thread::yield();
  }

 private:
  std::atomic<bool> stopping_ = false;
  std::vector<std::atomic<uint64_t>> acknowledged_;
  std::vector<std::thread> threads_;
};

TEST_F(PowerCutTest, LosesNothingThatWasAcknowledged) {
  constexpr size_t kCuts = 12;
  constexpr size_t kStreams = 4;
  RocksDbOptions options = SmallStore(At("live"), clock_);
  options.env = env_.get();
  options.memtable_bytes = 64 << 10;  // flushes happen meanwhile
  auto store = OpenRocksDbEventStore(options);
  ASSERT_TRUE(store.ok()) << store.status();

  std::vector<std::vector<uint64_t>> acknowledged;
  std::mt19937 tears(1);
  {
    const Load load(**store, kStreams);
    for (size_t cut = 0; cut < kCuts; ++cut) {
      load.WaitForMore(10);
      if (cut % 3 == 0) (*store)->MaintainNow();
      acknowledged.push_back(load.Acknowledged());
      files_->CutPower(At("live"), At("cut" + std::to_string(cut)),
                       cut % 2 == 0 ? nullptr : &tears);
    }
  }
  for (size_t cut = 0; cut < kCuts; ++cut) {
    SCOPED_TRACE(cut);
    const auto survived = OpenRocksDbEventStore(
        SmallStore(At("cut" + std::to_string(cut)), clock_));
    ASSERT_TRUE(survived.ok()) << survived.status();
    CheckWholeLog(**survived);
    for (size_t i = 0; i < kStreams; ++i) {
      const auto state = (*survived)->Load(Load::Name(i));
      ASSERT_TRUE(state.ok());
      EXPECT_GE(*state ? (*state)->version.value : 0, acknowledged[cut][i]);
    }
    EXPECT_TRUE((*survived)->AppendAndWait(OneEvent(Stream("after"), 0)).ok());
  }
}

TEST_F(PowerCutTest, SurvivesAtEveryMomentOfTheCreation) {
  RocksDbOptions options = SmallStore(At("live"), clock_);
  options.env = env_.get();
  std::atomic<size_t> cuts = 0;
  files_->SetAfterSync([&] {
    const std::string copy = At("cut" + std::to_string(cuts++));
    std::filesystem::create_directories(copy);
    files_->CutPower(At("live"), copy, nullptr);
  });
  ASSERT_TRUE(OpenRocksDbEventStore(options).ok());
  files_->SetAfterSync([] {});
  EXPECT_GT(cuts, 5u);
  for (size_t cut = 0; cut < cuts; ++cut) {
    const auto store = OpenRocksDbEventStore(
        SmallStore(At("cut" + std::to_string(cut)), clock_));
    EXPECT_TRUE(store.ok()) << store.status();
  }
}

// The negative control: the simulation does lose what was not synced.
uint64_t SurvivorsOf(rocksdb::Env& env, tests::PowerCutFileSystem& files,
                     const std::string& directory, bool sync) {
  constexpr int kWrites = 500;
  rocksdb::Options options;
  options.create_if_missing = true;
  options.env = &env;
  const std::string live = directory + (sync ? "/synced" : "/unsynced");
  rocksdb::DB* db = nullptr;
  EXPECT_TRUE(rocksdb::DB::Open(options, live, &db).ok());
  const std::unique_ptr<rocksdb::DB> owner(db);
  rocksdb::WriteOptions write = DurableWrite();
  write.sync = sync;
  for (int i = 0; i < kWrites; ++i) {
    EXPECT_TRUE(db->Put(write, std::to_string(i), "value").ok());
  }
  files.CutPower(live, live + "-cut", nullptr);

  rocksdb::DB* survivor = nullptr;
  EXPECT_TRUE(
      rocksdb::DB::Open(rocksdb::Options(), live + "-cut", &survivor).ok());
  const std::unique_ptr<rocksdb::DB> survivor_owner(survivor);
  uint64_t found = 0;
  std::string value;
  for (int i = 0; i < kWrites; ++i) {
    if (survivor->Get({}, std::to_string(i), &value).ok()) ++found;
  }
  return found;
}

TEST_F(PowerCutTest, WouldLoseWritesThatWereNotSynced) {
  EXPECT_EQ(SurvivorsOf(*env_, *files_, directory_.path(), true), 500u);
  EXPECT_LT(SurvivorsOf(*env_, *files_, directory_.path(), false), 500u);
}

}  // namespace
}  // namespace rollbook::eventstore
