// Damage is detected and stops the service, never silently served.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <random>

#include "base/error.h"
#include "eventstore/test_support.h"
#include "gtest/gtest.h"

namespace rollbook::eventstore {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kEvents = 40;

class DamageTest : public testing::Test {
 protected:
  void SetUp() override {
    const auto store = Open(At("good"));
    ASSERT_TRUE(store.ok());
    for (uint64_t i = 0; i < kEvents; ++i) {
      MustAppend(**store, OneEvent(Stream("u1"), i));
    }
  }

  std::string At(const std::string& name) {
    return directory_.path() + "/" + name;
  }
  absl::StatusOr<std::unique_ptr<RocksDbEventStore>> Open(
      const std::string& directory) {
    return OpenRocksDbEventStore(SmallStore(directory, clock_));
  }

  std::string Copy() {
    std::string copy = At("copy" + std::to_string(copies_++));
    fs::copy(At("good"), copy, fs::copy_options::recursive);
    return copy;
  }

  // The largest file of the store with this extension.
  static fs::path Largest(const std::string& directory,
                          const std::string& extension) {
    fs::path largest;
    for (const auto& file : fs::directory_iterator(directory + "/store")) {
      if (file.path().extension() == extension &&
          (largest.empty() || file.file_size() > fs::file_size(largest))) {
        largest = file.path();
      }
    }
    return largest;
  }

  static void FlipBit(const fs::path& path, uint64_t bit) {
    std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
    file.seekg(static_cast<std::streamoff>(bit / 8));
    const auto byte = static_cast<char>(file.get() ^ (1 << (bit % 8)));
    file.seekp(static_cast<std::streamoff>(bit / 8));
    file.put(byte);
  }

  base::TempDir directory_;
  base::FakeClock clock_{Noon()};
  std::mt19937_64 random_{7};
  int copies_ = 0;
};

TEST_F(DamageTest, RefusesAFlippedBitAnywhereInTheWal) {
  constexpr int kFlips = 60;
  const uint64_t bits = 8 * fs::file_size(Largest(At("good"), ".log"));
  for (int i = 0; i < kFlips; ++i) {
    const std::string copy = Copy();
    const uint64_t bit = random_() % bits;
    FlipBit(Largest(copy, ".log"), bit);
    EXPECT_FALSE(Open(copy).ok()) << bit;
    fs::remove_all(copy);
  }
}

TEST_F(DamageTest, RefusesAWalThatWasCutAnywhere) {
  constexpr int kCuts = 60;
  const uint64_t size = fs::file_size(Largest(At("good"), ".log"));
  for (int i = 0; i < kCuts; ++i) {
    const std::string copy = Copy();
    const uint64_t left = random_() % size;
    fs::resize_file(Largest(copy, ".log"), left);
    EXPECT_FALSE(Open(copy).ok()) << left;
    fs::remove_all(copy);
  }
}

TEST_F(DamageTest, RefusesALostWal) {
  const std::string copy = Copy();
  fs::remove(Largest(copy, ".log"));
  EXPECT_FALSE(Open(copy).ok());
}

TEST_F(DamageTest, IsFoundInTableFilesByOpeningOrByTheScrub) {
  // Opening moves what the WAL holds into table files.
  ASSERT_TRUE(Open(At("good")).ok());
  constexpr int kFlips = 40;
  const uint64_t bits = 8 * fs::file_size(Largest(At("good"), ".sst"));
  for (int i = 0; i < kFlips; ++i) {
    const std::string copy = Copy();
    const uint64_t bit = random_() % bits;
    FlipBit(Largest(copy, ".sst"), bit);
    const auto store = Open(copy);
    if (store.ok()) {
      const absl::Status scrubbed = (*store)->Scrub(1 << 30);
      EXPECT_EQ(base::ReasonOf(scrubbed), base::Reason::kDataCorrupted) << bit;
      EXPECT_EQ(base::ReasonOf(
                    (*store)->AppendAndWait(OneEvent(Stream("x"), 0)).status()),
                base::Reason::kStoreFailed);
    }
    fs::remove_all(copy);
  }
}

TEST_F(DamageTest, IsNotFoundWhereThereIsNone) {
  const auto store = Open(At("good"));
  ASSERT_TRUE(store.ok());
  EXPECT_TRUE((*store)->Scrub(1 << 30).ok());
  EXPECT_EQ(CheckWholeLog(**store), kEvents);
}

}  // namespace
}  // namespace rollbook::eventstore
