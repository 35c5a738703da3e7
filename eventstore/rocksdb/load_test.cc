// The committer's paths that ordinary load does not take.

#include <atomic>
#include <optional>
#include <thread>
#include <variant>
#include <vector>

#include "base/error.h"
#include "base/mutex.h"
#include "eventstore/test_support.h"
#include "gtest/gtest.h"

namespace rollbook::eventstore {
namespace {

class LoadTest : public testing::Test {
 protected:
  std::unique_ptr<RocksDbEventStore> Open(const RocksDbOptions& options) {
    auto store = OpenRocksDbEventStore(options);
    EXPECT_TRUE(store.ok()) << store.status();
    return *std::move(store);
  }

  base::TempDir directory_;
  base::FakeClock clock_{Noon()};
  RocksDbOptions options_ = SmallStore(directory_.path(), clock_);
};

TEST_F(LoadTest, LooksUpAgainWhenTooMuchWasCommittedSince) {
  constexpr size_t kThreads = 6;
  constexpr uint64_t kRounds = 50;
  // Next to nothing is remembered, and every append is a group of its own.
  options_.max_recent_rows = 1;
  options_.max_group_appends = 1;
  const auto store = Open(options_);
  std::atomic<uint64_t> winners = 0;
  std::vector<std::thread> threads;
  for (size_t i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      for (uint64_t round = 0; round < kRounds; ++round) {
        AppendRequest request = OneEvent(
            Stream(std::to_string(round) + "-" + std::to_string(i)), 0);
        request.claims.push_back(
            {Claim::Action::kTake, "email", HashOf(std::to_string(round))});
        const auto outcome = store->AppendAndWait(std::move(request));
        ASSERT_TRUE(outcome.ok()) << outcome.status();
        if (std::holds_alternative<Appended>(*outcome)) ++winners;
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(winners, kRounds);
  EXPECT_EQ(CheckWholeLog(*store), kRounds);
}

TEST_F(LoadTest, RefusesMoreThanMayWait) {
  options_.max_queued_appends = 1;
  const auto store = Open(options_);
  std::optional<base::Reason> refused;
  base::Mutex mutex;
  base::CondVar finished;
  bool first_done = false;
  store->Append(OneEvent(Stream("u1"), 0),
                [&](absl::StatusOr<AppendOutcome> outcome) {
                  EXPECT_TRUE(outcome.ok());
                  // The first still has its place while it is told.
                  store->Append(OneEvent(Stream("u2"), 0),
                                [&](absl::StatusOr<AppendOutcome> second) {
                                  refused = base::ReasonOf(second.status());
                                });
                  base::MutexLock lock(mutex);
                  first_done = true;
                  finished.NotifyOne();
                });
  base::MutexLock lock(mutex);
  while (!first_done) finished.Wait(mutex);
  EXPECT_EQ(refused, base::Reason::kOverloaded);
}

TEST_F(LoadTest, CompletesWhatItAcceptedBeforeItCloses) {
  constexpr uint64_t kAppends = 200;
  std::atomic<uint64_t> acknowledged = 0;
  {
    const auto store = Open(options_);
    for (uint64_t i = 0; i < kAppends; ++i) {
      store->Append(OneEvent(Stream("u" + std::to_string(i)), 0),
                    [&](absl::StatusOr<AppendOutcome> outcome) {
                      if (outcome.ok()) ++acknowledged;
                    });
    }
  }
  EXPECT_EQ(acknowledged, kAppends);
  EXPECT_EQ(CheckWholeLog(*Open(options_)), kAppends);
}

TEST_F(LoadTest, TellsOfEveryGroup) {
  std::atomic<uint64_t> appends = 0;
  options_.on_commit = [&](const CommitObservation& group) {
    appends += group.appends;
    EXPECT_GT(group.write_time, absl::ZeroDuration());
  };
  const auto store = Open(options_);
  for (uint64_t i = 0; i < 5; ++i) {
    MustAppend(*store, OneEvent(Stream("u1"), i));
  }
  EXPECT_EQ(appends, 5u);
}

}  // namespace
}  // namespace rollbook::eventstore
