#include "eventstore/rocksdb/expiry.h"

#include <set>

#include "base/bytes.h"
#include "eventstore/prepared_append.h"
#include "eventstore/test_support.h"
#include "gtest/gtest.h"

namespace rollbook::eventstore {
namespace {

class ExpiryTest : public testing::Test {
 protected:
  void Append(uint64_t version) {
    AppendRequest request = OneEvent(Stream("u1"), version);
    request.idempotency = IdempotencyEntry{
        .source = "rest",
        .key = "k" + std::to_string(version),
        .fingerprint = HashOf("f"),
        .answer =
            StoredAnswer{.reason = "", .sealed_body = "b", .request_id = "r"}};
    request.replay_guard =
        ReplayGuard{.signature = HashOf(std::to_string(version)),
                    .expires = clock_.Now() + absl::Minutes(2)};
    MustAppend(*store_, request);
  }

  void Open() {
    auto store = OpenRocksDbEventStore(SmallStore(directory_.path(), clock_));
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
  }

  // Days or minutes that hold rows.
  std::set<uint32_t> Buckets(Family family) {
    store_.reset();
    std::set<uint32_t> buckets;
    FailureLatch failure(nullptr);
    const auto database = Database::Open(
        directory_.path() + "/store", SmallStore(directory_.path(), clock_),
        Database::Creation::kMustExist, failure);
    EXPECT_TRUE((*database)
                    ->Scan(family, "", "",
                           [&](std::string_view key, std::string_view) {
                             buckets.insert(base::ByteReader(key).U32());
                             return true;
                           })
                    .ok());
    EXPECT_TRUE(ReclaimExpired(**database).ok());
    return buckets;
  }

  base::TempDir directory_;
  base::FakeClock clock_{Noon()};
  std::unique_ptr<RocksDbEventStore> store_;
};

TEST_F(ExpiryTest, DropsDaysThatHoldNoLiveAnswer) {
  Open();
  for (uint64_t i = 0; i < 4; ++i) {
    Append(i);
    clock_.Advance(absl::Hours(24));
  }
  const uint32_t day = DayOf(MicrosOf(Noon()));
  EXPECT_EQ(Buckets(Family::kIdempotency),
            (std::set<uint32_t>{day + 2, day + 3}));
}

TEST_F(ExpiryTest, DropsMinutesThatHoldNoLiveSignature) {
  Open();
  for (uint64_t i = 0; i < 6; ++i) {
    Append(i);
    clock_.Advance(absl::Minutes(1));
  }
  // The last append came five minutes after noon.
  const uint32_t last = MinuteOf(MicrosOf(Noon() + absl::Minutes(5)));
  EXPECT_EQ(Buckets(Family::kReplays),
            (std::set<uint32_t>{last, last + 1, last + 2}));
}

TEST_F(ExpiryTest, GoesOnAfterReopening) {
  Open();
  Append(0);
  store_.reset();
  clock_.Advance(absl::Hours(72));
  Open();
  Append(1);
  const uint32_t day = DayOf(MicrosOf(clock_.Now()));
  EXPECT_EQ(Buckets(Family::kIdempotency), (std::set<uint32_t>{day}));
}

}  // namespace
}  // namespace rollbook::eventstore
