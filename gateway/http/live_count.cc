#include "gateway/http/live_count.h"

#include <algorithm>

#include "base/clock.h"

namespace rollbook::gateway::http {
namespace {

// std::condition_variable cannot add an infinite time to its clock.
constexpr absl::Duration kLongestWait = absl::Hours(1);

}  // namespace

size_t LiveCount::Enter() {
  base::MutexLock lock(mutex_);
  return ++count_;
}

void LiveCount::Leave() {
  base::MutexLock lock(mutex_);
  if (--count_ == 0) none_.NotifyAll();
}

bool LiveCount::WaitUntilNone(absl::Duration timeout) {
  const base::Clock& clock = base::SystemClock();
  const absl::Duration end = clock.SinceBoot() + timeout;
  base::MutexLock lock(mutex_);
  while (count_ != 0) {
    const absl::Duration left = end - clock.SinceBoot();
    if (left <= absl::ZeroDuration()) return false;
    none_.WaitFor(mutex_, std::min(left, kLongestWait));
  }
  return true;
}

}  // namespace rollbook::gateway::http
