#include <atomic>
#include <set>
#include <thread>
#include <variant>
#include <vector>

#include "base/mutex.h"
#include "eventstore/conformance.h"

namespace rollbook::eventstore {
namespace {

constexpr size_t kThreads = 8;

class ConformanceConcurrency : public Conformance {
 protected:
  template <typename Body>
  void InParallel(Body body) {
    std::vector<std::thread> threads;
    for (size_t i = 0; i < kThreads; ++i) threads.emplace_back(body, i);
    for (std::thread& thread : threads) thread.join();
  }
};

TEST_P(ConformanceConcurrency, OneOfManyWinsAClaim) {
  constexpr size_t kRounds = 20;
  for (size_t round = 0; round < kRounds; ++round) {
    std::atomic<int> winners = 0;
    std::atomic<int> losers = 0;
    InParallel([&](size_t thread) {
      AppendRequest request = OneEvent(
          Stream(std::to_string(round) + "-" + std::to_string(thread)), 0);
      request.claims.push_back(
          {Claim::Action::kTake, "external_id", HashOf(std::to_string(round))});
      const auto outcome = store().AppendAndWait(std::move(request));
      ASSERT_TRUE(outcome.ok());
      if (std::holds_alternative<Appended>(*outcome)) ++winners;
      if (std::holds_alternative<ClaimTaken>(*outcome)) ++losers;
    });
    EXPECT_EQ(winners, 1);
    EXPECT_EQ(losers, static_cast<int>(kThreads) - 1);
  }
  EXPECT_EQ(CheckWholeLog(store()), kRounds);
}

TEST_P(ConformanceConcurrency, TwinsOfOneKeyGetOneAnswer) {
  base::Mutex mutex;
  std::set<std::string> answers;
  std::atomic<int> appended = 0;
  InParallel([&](size_t thread) {
    const std::string name = "u" + std::to_string(thread);
    AppendRequest request = OneEvent(Stream(name), 0);
    request.idempotency = IdempotencyEntry{
        .source = "rest",
        .key = "key",
        .fingerprint = HashOf("same"),
        .answer =
            StoredAnswer{.reason = "", .sealed_body = name, .request_id = "r"}};
    const auto outcome = store().AppendAndWait(std::move(request));
    ASSERT_TRUE(outcome.ok());
    base::MutexLock lock(mutex);
    if (std::holds_alternative<Appended>(*outcome)) {
      ++appended;
      answers.insert(name);
    } else {
      answers.insert(std::get<Replayed>(*outcome).answer.sealed_body);
    }
  });
  EXPECT_EQ(appended, 1);
  EXPECT_EQ(answers.size(), 1u);
  EXPECT_EQ(CheckWholeLog(store()), 1u);
}

TEST_P(ConformanceConcurrency, EveryVersionIsWonOnce) {
  constexpr uint64_t kVersions = 25;
  std::atomic<uint64_t> won = 0;
  InParallel([&](size_t) {
    for (uint64_t version = 0; version < kVersions;) {
      const auto outcome =
          store().AppendAndWait(OneEvent(Stream("u1"), version));
      ASSERT_TRUE(outcome.ok());
      if (const auto* lost = std::get_if<VersionMismatch>(&*outcome)) {
        ASSERT_GT(lost->current.value, version);
        version = lost->current.value;
      } else {
        ++won;
        ++version;
      }
    }
  });
  EXPECT_EQ(won, kVersions);
  EXPECT_EQ(CheckWholeLog(store()), kVersions);
}

TEST_P(ConformanceConcurrency, TheLogIsGaplessUnderLoadAndReaders) {
  constexpr uint64_t kEvents = 60;
  std::atomic<bool> done = false;
  std::thread reader([&] {
    Position last;
    while (!done || last < store().Head()) {
      const auto records = store().ReadLog(last, 16, 1 << 20);
      ASSERT_TRUE(records.ok());
      for (const Record& record : *records) {
        ASSERT_EQ(record.position.number, last.number + 1);
        last = record.position;
      }
    }
  });
  InParallel([&](size_t thread) {
    const StreamId stream = Stream("u" + std::to_string(thread));
    for (uint64_t version = 0; version < kEvents; ++version) {
      const Appended appended = MustAppend(store(), OneEvent(stream, version));
      // A read started after the acknowledgement sees it.
      EXPECT_GE(store().Head(), appended.position);
      EXPECT_EQ((*store().Load(stream))->version, appended.version);
    }
  });
  done = true;
  reader.join();
  EXPECT_EQ(CheckWholeLog(store()), kThreads * kEvents);
}

ROLLBOOK_RUN_CONFORMANCE(ConformanceConcurrency);

}  // namespace
}  // namespace rollbook::eventstore
