#include <atomic>
#include <filesystem>

#include "base/error.h"
#include "eventstore/rocksdb/disk_guard.h"
#include "eventstore/rocksdb/settings.h"
#include "eventstore/test_support.h"
#include "gtest/gtest.h"

namespace rollbook::eventstore {
namespace {

constexpr uint64_t kGiB = uint64_t{1} << 30;

TEST(Disk, FullRefusesAppendsAndServesReads) {
  base::TempDir directory;
  base::FakeClock clock(Noon());
  std::atomic<uint64_t> free = 100;
  RocksDbOptions options = SmallStore(directory.path(), clock);
  options.min_free_disk_bytes = 50;
  options.free_disk_bytes = [&](const std::string&) { return free.load(); };
  const auto store = OpenRocksDbEventStore(options);
  ASSERT_TRUE(store.ok());
  MustAppend(**store, OneEvent(Stream("u1"), 0));

  free = 49;
  (*store)->MaintainNow();
  EXPECT_EQ(base::ReasonOf(
                (*store)->AppendAndWait(OneEvent(Stream("u1"), 1)).status()),
            base::Reason::kDiskFull);
  EXPECT_EQ((*store)->Stats().free_disk_bytes, 49u);
  EXPECT_FALSE((*store)->Stats().write_stop.ok());
  EXPECT_EQ(CheckWholeLog(**store), 1u);

  free = 50;
  (*store)->MaintainNow();
  MustAppend(**store, OneEvent(Stream("u1"), 1));
}

TEST(Disk, LimitIsAGiBOrFourTimesWhatIsUnflushed) {
  RocksDbOptions options;
  uint64_t free = kGiB;
  options.free_disk_bytes = [&](const std::string&) { return free; };
  options.memtable_bytes = 1 << 20;
  EXPECT_TRUE(DiskGuard(options).status().ok());
  free = kGiB - 1;
  EXPECT_FALSE(DiskGuard(options).status().ok());
  options.memtable_bytes = 512 << 20;
  free = 4 * MaxUnflushedBytes(options) - 1;
  EXPECT_FALSE(DiskGuard(options).status().ok());
}

TEST(Disk, HoldsBallastThatMayBeDeleted) {
  base::TempDir directory;
  base::FakeClock clock(Noon());
  RocksDbOptions options = SmallStore(directory.path(), clock);
  options.ballast_bytes = 1 << 20;
  ASSERT_TRUE(OpenRocksDbEventStore(options).ok());
  EXPECT_EQ(std::filesystem::file_size(directory.path() + "/ballast"),
            options.ballast_bytes);
  std::filesystem::remove(directory.path() + "/ballast");
  ASSERT_TRUE(OpenRocksDbEventStore(options).ok());
  EXPECT_TRUE(std::filesystem::exists(directory.path() + "/ballast"));
}

}  // namespace
}  // namespace rollbook::eventstore
