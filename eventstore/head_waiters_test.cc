#include "eventstore/head_waiters.h"

#include <atomic>
#include <thread>
#include <vector>

#include "gtest/gtest.h"

namespace rollbook::eventstore {
namespace {

TEST(HeadWaiters, WakeInOrderOfPosition) {
  HeadWaiters waiters;
  std::vector<int> woken;
  waiters.Add(3, [&] { woken.push_back(3); });
  waiters.Add(1, [&] { woken.push_back(1); });
  waiters.Add(2, [&] { woken.push_back(2); });
  waiters.Advance(2);
  EXPECT_EQ(woken, (std::vector<int>{1, 2}));
  waiters.Close();
  EXPECT_EQ(woken, (std::vector<int>{1, 2, 3}));
}

TEST(HeadWaiters, MayCancelThemselvesAndWaitAgain) {
  HeadWaiters waiters;
  int woken = 0;
  uint64_t id = 0;
  id = waiters.Add(1, [&] {
    waiters.Cancel(id);
    waiters.Add(2, [&] { ++woken; });
  });
  waiters.Advance(1);
  EXPECT_EQ(woken, 0);
  waiters.Advance(2);
  EXPECT_EQ(woken, 1);
}

TEST(HeadWaiters, CancelWaitsForARunningWake) {
  HeadWaiters waiters;
  std::atomic<bool> running = false;
  std::atomic<bool> let_go = false;
  std::atomic<bool> finished = false;
  const uint64_t id = waiters.Add(1, [&] {
    running = true;
    while (!let_go) std::this_thread::yield();
    finished = true;
  });
  std::thread advancer([&] { waiters.Advance(1); });
  while (!running) std::this_thread::yield();
  std::thread releaser([&] { let_go = true; });
  waiters.Cancel(id);
  EXPECT_TRUE(finished);
  advancer.join();
  releaser.join();
}

}  // namespace
}  // namespace rollbook::eventstore
