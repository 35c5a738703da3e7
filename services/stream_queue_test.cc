#include "services/stream_queue.h"

#include <gtest/gtest.h>

#include <atomic>
#include <thread>
#include <utility>
#include <vector>

namespace rollbook::services {
namespace {

using eventstore::StreamId;

const StreamId kJane{{"acme"}, "jane"};
const StreamId kJohn{{"acme"}, "john"};

TEST(StreamQueue, LetsCommandsOnOneStreamTakeTurnsInOrder) {
  StreamQueue queue;
  std::vector<int> order;
  StreamQueue::Turn first;
  ASSERT_TRUE(queue.Run(kJane, [&](StreamQueue::Turn turn) {
    order.push_back(1);
    first = std::move(turn);
  }));
  ASSERT_TRUE(queue.Run(kJane, [&](StreamQueue::Turn) { order.push_back(2); }));
  ASSERT_TRUE(queue.Run(kJane, [&](StreamQueue::Turn) { order.push_back(3); }));
  EXPECT_EQ(order, (std::vector<int>{1}));
  first.End();
  EXPECT_EQ(order, (std::vector<int>{1, 2, 3}));
}

TEST(StreamQueue, DoesNotMakeOtherStreamsWait) {
  StreamQueue queue;
  StreamQueue::Turn held;
  ASSERT_TRUE(queue.Run(
      kJane, [&](StreamQueue::Turn turn) { held = std::move(turn); }));
  bool ran = false;
  ASSERT_TRUE(queue.Run(kJohn, [&](StreamQueue::Turn) { ran = true; }));
  EXPECT_TRUE(ran);
}

TEST(StreamQueue, RefusesMoreThanMayWaitForOneStream) {
  StreamQueue queue;
  StreamQueue::Turn held;
  ASSERT_TRUE(queue.Run(
      kJane, [&](StreamQueue::Turn turn) { held = std::move(turn); }));
  size_t accepted = 0;
  while (queue.Run(kJane, [](StreamQueue::Turn) {})) ++accepted;
  EXPECT_EQ(accepted, StreamQueue::kMaxWaitingPerStream);
  held.End();
  EXPECT_TRUE(queue.Run(kJane, [](StreamQueue::Turn) {}));
}

TEST(StreamQueue, NeverRunsTwoOfAStreamAtATime) {
  StreamQueue queue;
  std::atomic<int> inside{0};
  std::atomic<int> most{0};
  std::atomic<int> done{0};
  const auto work = [&] {
    for (int i = 0; i < 1000; ++i) {
      const bool queued = queue.Run(kJane, [&](StreamQueue::Turn) {
        most = std::max(most.load(), ++inside);
        --inside;
        ++done;
      });
      if (!queued) ++done;
    }
  };
  std::thread a(work);
  std::thread b(work);
  a.join();
  b.join();
  EXPECT_EQ(most, 1);
  EXPECT_EQ(done, 2000);
}

}  // namespace
}  // namespace rollbook::services
