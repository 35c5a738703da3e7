#include "services/stream_cache.h"

#include <string>

#include "gtest/gtest.h"

namespace rollbook::services {
namespace {

using eventstore::StreamId;

const StreamId kJane{{"acme"}, "jane"};

StreamId Numbered(int i) { return {{"acme"}, std::to_string(i)}; }

int CountKept(StreamCache<int>& cache, int streams) {
  int kept = 0;
  for (int i = 0; i < streams; ++i) {
    kept += cache.Find(Numbered(i)).has_value() ? 1 : 0;
  }
  return kept;
}

TEST(StreamCache, KeepsABoundedNumberOfValuesAndTheOnesInUse) {
  StreamCache<int> cache(1280);  // 10 in a generation of each shard
  cache.Put(kJane, 1, 0);
  for (int i = 0; i < 10'000; ++i) {
    cache.Put(Numbered(i), 2, 0);
    ASSERT_EQ(cache.Find(kJane), 1);
  }
  const int kept = CountKept(cache, 10'000);
  EXPECT_GE(kept, 500);
  EXPECT_LE(kept, 1280);
}

TEST(StreamCache, CountsAValueByItsWeight) {
  StreamCache<int> cache(12800);
  for (int i = 0; i < 10'000; ++i) cache.Put(Numbered(i), 2, 0, /*weight=*/10);
  EXPECT_LE(CountKept(cache, 10'000), 1280);
}

TEST(StreamCache, CountsAReplacedValueOnce) {
  StreamCache<int> cache(1280);
  for (int i = 0; i < 10'000; ++i) cache.Put(kJane, i, 0);
  cache.Put(Numbered(1), 1, 0);
  EXPECT_EQ(cache.Find(kJane), 9'999);
}

TEST(StreamCache, DoesNotTakeAValueThatWasReadBeforeItsStreamWasForgotten) {
  StreamCache<int> cache(1280);
  const uint64_t epoch = cache.Epoch(kJane);
  cache.Forget(kJane);
  cache.Put(kJane, 1, epoch);
  EXPECT_FALSE(cache.Find(kJane).has_value());
}

TEST(StreamCache, TakesNoValueWhileItsStreamIsClosed) {
  StreamCache<int> cache(1280);
  cache.Put(kJane, 1, cache.Epoch(kJane));
  cache.Close(kJane);
  EXPECT_FALSE(cache.Find(kJane).has_value());
  const uint64_t epoch = cache.Epoch(kJane);
  cache.Put(kJane, 1, epoch);
  EXPECT_FALSE(cache.Find(kJane).has_value());
  cache.Open(kJane);
  // Read while it was closed: perhaps before the write.
  cache.Put(kJane, 1, epoch);
  EXPECT_FALSE(cache.Find(kJane).has_value());
  cache.Put(kJane, 2, cache.Epoch(kJane));
  EXPECT_EQ(cache.Find(kJane), 2);
}

}  // namespace
}  // namespace rollbook::services
