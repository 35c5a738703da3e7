#include <atomic>

#include "eventstore/conformance.h"

namespace rollbook::eventstore {
namespace {

class ConformanceRead : public Conformance {
 protected:
  // Ten events a second apart, alternating between two streams.
  void Fill() {
    for (uint64_t i = 0; i < 10; ++i) {
      MustAppend(store(), OneEvent(Stream(i % 2 == 0 ? "u1" : "u2"), i / 2));
      clock_.Advance(absl::Seconds(1));
    }
  }
  Position At(uint64_t number) { return {0, number}; }
};

TEST_P(ConformanceRead, ReadsTheLogInPages) {
  Fill();
  const auto page = store().ReadLog(At(3), 4, 1 << 20);
  ASSERT_TRUE(page.ok());
  ASSERT_EQ(page->size(), 4u);
  EXPECT_EQ(page->front().position, At(4));
  EXPECT_EQ(page->back().position, At(7));
  EXPECT_EQ(store().ReadLog(At(8), 100, 1 << 20)->size(), 2u);
  EXPECT_TRUE(store().ReadLog(At(10), 100, 1 << 20)->empty());
  EXPECT_TRUE(store().ReadLog(At(0), 0, 1 << 20)->empty());
}

TEST_P(ConformanceRead, StopsAPageAtItsBytesButNeverBeforeOneRecord) {
  Fill();
  EXPECT_EQ(store().ReadLog(At(0), 100, 1)->size(), 1u);
  const size_t one = store().ReadRawLog(At(0), 1, 1)->front().size();
  EXPECT_EQ(store().ReadLog(At(0), 100, one + 1)->size(), 2u);
}

TEST_P(ConformanceRead, GivesRawRecordsThatDecodeToTheSame) {
  Fill();
  const auto raw = store().ReadRawLog(At(0), 100, 1 << 20);
  const auto records = store().ReadLog(At(0), 100, 1 << 20);
  ASSERT_TRUE(raw.ok() && records.ok());
  ASSERT_EQ(raw->size(), records->size());
  for (size_t i = 0; i < raw->size(); ++i) {
    EXPECT_EQ(*DecodeRecord((*raw)[i]), (*records)[i]);
    EXPECT_EQ(EncodeRecord((*records)[i]), (*raw)[i]);
  }
}

TEST_P(ConformanceRead, ShowsRawRecordsUntilTheVisitorHasEnough) {
  Fill();
  const auto raw = store().ReadRawLog(At(2), 3, 1 << 20);
  std::vector<std::string> seen;
  const absl::Status status =
      store().VisitRawLog(At(2), [&](std::string_view stored) {
        seen.emplace_back(stored);
        return seen.size() < 3;
      });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(seen, *raw);
}

TEST_P(ConformanceRead, ReadsAStreamFromAVersionOn) {
  Fill();
  const auto events = store().ReadStream(Stream("u2"), Version{3}, 2);
  ASSERT_TRUE(events.ok());
  ASSERT_EQ(events->size(), 2u);
  EXPECT_EQ((*events)[0].version, Version{3});
  EXPECT_EQ((*events)[1].version, Version{4});
  EXPECT_TRUE(store().ReadStream(Stream("u2"), Version{6}, 9)->empty());
  EXPECT_TRUE(store().ReadStream(Stream("nobody"), Version{1}, 9)->empty());
}

TEST_P(ConformanceRead, DoesNotMixStreamsWhoseNamesBeginAlike) {
  MustAppend(store(), OneEvent(Stream("u"), 0));
  MustAppend(store(), OneEvent(Stream("u1"), 0));
  MustAppend(store(), OneEvent(Stream("u11"), 0));
  EXPECT_EQ(store().ReadStream(Stream("u1"), Version{1}, 9)->size(), 1u);
}

TEST_P(ConformanceRead, FindsThePositionBeforeATime) {
  EXPECT_EQ(*store().PositionBefore(Noon()), Position{});
  Fill();
  EXPECT_EQ(*store().PositionBefore(absl::InfinitePast()), At(0));
  EXPECT_EQ(*store().PositionBefore(Noon()), At(0));
  EXPECT_EQ(*store().PositionBefore(Noon() + absl::Microseconds(1)), At(1));
  EXPECT_EQ(*store().PositionBefore(Noon() + absl::Seconds(5)), At(5));
  EXPECT_EQ(*store().PositionBefore(absl::InfiniteFuture()), At(10));
}

TEST_P(ConformanceRead, ReadsFromMemoryWhatWasJustWritten) {
  Fill();
  const auto state = store().Load(Stream("u1"), ReadTier::kMemoryOnly);
  ASSERT_TRUE(state.ok());
  EXPECT_EQ((*state)->version, Version{5});
}

TEST_P(ConformanceRead, ConfirmsItsHead) {
  EXPECT_EQ(store().ConfirmHead().value(), At(0));
  Fill();
  EXPECT_EQ(store().ConfirmHead().value(), At(10));
}

TEST_P(ConformanceRead, WakesWaitersWhenTheHeadIsThere) {
  std::atomic<int> woken = 0;
  store().WaitForHead(At(0), [&] { ++woken; });
  EXPECT_EQ(woken, 1);
  store().WaitForHead(At(2), [&] { woken += 10; });
  const uint64_t cancelled = store().WaitForHead(At(2), [&] { woken += 100; });
  MustAppend(store(), OneEvent(Stream("u1"), 0));
  EXPECT_EQ(woken, 1);
  store().CancelWait(cancelled);
  store().CancelWait(cancelled);
  MustAppend(store(), OneEvent(Stream("u1"), 1));
  EXPECT_EQ(woken, 11);
}

TEST_P(ConformanceRead, WakesWaitersWhenTheStoreCloses) {
  int woken = 0;
  store().WaitForHead(At(5), [&] { ++woken; });
  store_.reset();
  EXPECT_EQ(woken, 1);
}

TEST_P(ConformanceRead, CountsWhatItDoes) {
  Fill();
  const StoreStats stats = store().Stats();
  EXPECT_EQ(stats.appends, 10u);
  EXPECT_EQ(stats.events, 10u);
  EXPECT_GE(stats.commit_groups, 1u);
  EXPECT_TRUE(stats.write_stop.ok());
}

ROLLBOOK_RUN_CONFORMANCE(ConformanceRead);

}  // namespace
}  // namespace rollbook::eventstore
