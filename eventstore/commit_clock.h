#ifndef ROLLBOOK_EVENTSTORE_COMMIT_CLOCK_H_
#define ROLLBOOK_EVENTSTORE_COMMIT_CLOCK_H_

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "eventstore/stored_time.h"

namespace rollbook::eventstore {

// A wall clock this much behind the last record is not believed.
inline constexpr absl::Duration kMaxClockBehind = absl::Seconds(5);
// Nor is one that went this much further than the time since boot.
inline constexpr absl::Duration kMaxClockJump = absl::Minutes(10);

// Gives commit groups their time: the wall clock's, never decreasing, never
// one that cannot be true. Thread-safe.
class CommitClock {
 public:
  // `last`: time of the log's last record. `accept_jump`: an operator has
  // looked at the clock; whatever it says goes.
  CommitClock(const base::Clock& clock, Micros last, bool accept_jump);

  // The time for a group now. CLOCK_UNSURE while the wall clock is not
  // believed; it is again as soon as it is right.
  absl::StatusOr<Micros> Now();

  // What Now() would say, moving nothing.
  absl::Status Check() const;

 private:
  absl::Status CheckLocked(absl::Time wall, absl::Duration boot) const
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const base::Clock& clock_;
  const bool accept_jump_;
  mutable base::Mutex mutex_;
  Micros last_ ABSL_GUARDED_BY(mutex_);
  // Both clocks when they last agreed.
  absl::Time agreed_wall_ ABSL_GUARDED_BY(mutex_);
  absl::Duration agreed_boot_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_COMMIT_CLOCK_H_
