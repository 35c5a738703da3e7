#include "eventstore/commit_clock.h"

#include <algorithm>

#include "base/error.h"
#include "base/status_macros.h"

namespace rollbook::eventstore {

CommitClock::CommitClock(const base::Clock& clock, Micros last,
                         bool accept_jump)
    : clock_(clock),
      accept_jump_(accept_jump),
      last_(last),
      agreed_wall_(clock.Now()),
      agreed_boot_(clock.SinceBoot()) {}

absl::StatusOr<Micros> CommitClock::Now() {
  base::MutexLock lock(mutex_);
  const absl::Time wall = clock_.Now();
  const absl::Duration boot = clock_.SinceBoot();
  RETURN_IF_ERROR(CheckLocked(wall, boot));
  agreed_wall_ = wall;
  agreed_boot_ = boot;
  last_ = std::max(last_, MicrosOf(wall));
  return last_;
}

absl::Status CommitClock::Check() const {
  base::MutexLock lock(mutex_);
  return CheckLocked(clock_.Now(), clock_.SinceBoot());
}

absl::Status CommitClock::CheckLocked(absl::Time wall,
                                      absl::Duration boot) const {
  if (accept_jump_) return absl::OkStatus();
  if (TimeOf(last_) - wall > kMaxClockBehind) {
    return base::ErrorWithText(
        base::Reason::kClockUnsure,
        "The wall clock is behind the last record of the log");
  }
  if ((wall - agreed_wall_) - (boot - agreed_boot_) > kMaxClockJump) {
    return base::ErrorWithText(base::Reason::kClockUnsure,
                               "The wall clock jumped ahead");
  }
  return absl::OkStatus();
}

}  // namespace rollbook::eventstore
