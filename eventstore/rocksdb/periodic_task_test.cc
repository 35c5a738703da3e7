#include "eventstore/rocksdb/periodic_task.h"

#include <atomic>

#include "base/mutex.h"
#include "gtest/gtest.h"

namespace rollbook::eventstore {
namespace {

TEST(PeriodicTask, RunsAgainAndAgain) {
  base::Mutex mutex;
  base::CondVar ran;
  int runs = 0;
  const PeriodicTask task(absl::Milliseconds(1), [&] {
    base::MutexLock lock(mutex);
    ++runs;
    ran.NotifyOne();
  });
  base::MutexLock lock(mutex);
  while (runs < 3) ran.Wait(mutex);
}

TEST(PeriodicTask, EndsAtOnceHoweverLongItsInterval) {
  std::atomic<int> runs = 0;
  {
    const PeriodicTask task(absl::Hours(24), [&] { ++runs; });
  }
  EXPECT_EQ(runs, 0);
}

}  // namespace
}  // namespace rollbook::eventstore
