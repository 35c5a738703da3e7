#ifndef ROLLBOOK_BASE_FAKE_CLOCK_H_
#define ROLLBOOK_BASE_FAKE_CLOCK_H_

#include <atomic>
#include <cstdint>

#include "absl/time/time.h"
#include "base/clock.h"

namespace rollbook::base {

// A clock that moves only when a test moves it. Thread-safe.
class FakeClock final : public Clock {
 public:
  explicit FakeClock(absl::Time now) : now_us_(absl::ToUnixMicros(now)) {}

  absl::Time Now() const override {
    return absl::FromUnixMicros(now_us_.load());
  }
  absl::Duration SinceBoot() const override {
    return absl::Microseconds(boot_us_.load());
  }

  // Time passes on both clocks.
  void Advance(absl::Duration by) {
    now_us_ += absl::ToInt64Microseconds(by);
    boot_us_ += absl::ToInt64Microseconds(by);
  }
  // Somebody sets the wall clock; no time passes.
  void SetWallClock(absl::Time now) { now_us_ = absl::ToUnixMicros(now); }

 private:
  std::atomic<int64_t> now_us_;
  std::atomic<int64_t> boot_us_{0};
};

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_FAKE_CLOCK_H_
