#include "eventstore/rocksdb/purge.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "base/error.h"
#include "eventstore/test_support.h"

namespace rollbook::eventstore {
namespace {

// Whether any file below the directory holds these bytes.
bool IsAnywhereIn(const std::string& directory, const std::string& bytes) {
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(directory)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream file(entry.path(), std::ios::binary);
    std::ostringstream content;
    content << file.rdbuf();
    if (content.str().find(bytes) != std::string::npos) return true;
  }
  return false;
}

class PurgeTest : public testing::Test {
 protected:
  PurgeTest() {
    auto opened = OpenRocksDbEventStore(SmallStore(directory_.path(), clock_));
    EXPECT_TRUE(opened.ok()) << opened.status();
    store_ = *std::move(opened);
  }

  void Create(const std::string& id, const std::string& key,
              const std::string& state) {
    AppendRequest request = OneEvent(Stream(id), 0);
    request.snapshot = NewSnapshot{1, false, state};
    request.side_writes.push_back(
        {SideWrite::Family::kKeys, "", key, std::string()});
    MustAppend(*store_, std::move(request));
  }

  void Erase(const std::string& id) {
    AppendRequest request = OneEvent(Stream(id), 1, "UserErased");
    request.snapshot = NewSnapshot{1, true, ""};
    request.side_writes.push_back(
        {SideWrite::Family::kKeys, "", std::nullopt, std::nullopt});
    MustAppend(*store_, std::move(request));
  }

  base::TempDir directory_;
  base::FakeClock clock_{Noon()};
  std::unique_ptr<RocksDbEventStore> store_;
  std::atomic<bool> stop_{false};
};

TEST_F(PurgeTest, LeavesNoByteOfADeletedRowOnTheDisk) {
  Create("u1", "wrapped-key-of-u1", "sealed-state-of-u1");
  Create("u2", "wrapped-key-of-u2", "sealed-state-of-u2");
  // Once in the tables, once in the log only.
  ASSERT_TRUE(store_->PurgeDeleted(stop_).ok());
  ASSERT_TRUE(IsAnywhereIn(directory_.path(), "wrapped-key-of-u1"));
  Create("u3", "wrapped-key-of-u3", "sealed-state-of-u3");
  Erase("u1");
  Erase("u3");
  EXPECT_TRUE(IsAnywhereIn(directory_.path(), "wrapped-key-of-u1"));
  EXPECT_TRUE(IsAnywhereIn(directory_.path(), "wrapped-key-of-u3"));

  const absl::Status purged = store_->PurgeDeleted(stop_);
  ASSERT_TRUE(purged.ok()) << purged;
  for (const char* const id : {"u1", "u3"}) {
    EXPECT_FALSE(
        IsAnywhereIn(directory_.path(), std::string("wrapped-key-of-") + id));
    EXPECT_FALSE(
        IsAnywhereIn(directory_.path(), std::string("sealed-state-of-") + id));
  }
  EXPECT_TRUE(IsAnywhereIn(directory_.path(), "wrapped-key-of-u2"));
  EXPECT_EQ((*store_->GetKey(Stream("u2"))).value_or(""), "wrapped-key-of-u2");
  EXPECT_EQ(CheckWholeLog(*store_), 5u);
}

TEST_F(PurgeTest, MayBeRepeatedOnAQuietStore) {
  EXPECT_TRUE(store_->PurgeDeleted(stop_).ok());
  EXPECT_TRUE(store_->PurgeDeleted(stop_).ok());
}

TEST_F(PurgeTest, EndsWhenItIsToldTo) {
  Create("u1", "key", "state");
  stop_ = true;
  EXPECT_EQ(base::ReasonOf(store_->PurgeDeleted(stop_)),
            base::Reason::kShuttingDown);
}

}  // namespace
}  // namespace rollbook::eventstore
