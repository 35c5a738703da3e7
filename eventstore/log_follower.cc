#include "eventstore/log_follower.h"

#include <algorithm>
#include <utility>

namespace rollbook::eventstore {

LogFollower::LogFollower(EventStore* log, absl::Duration gather, Step step,
                         OnProgress on_progress)
    : log_(log),
      gather_(gather),
      step_(std::move(step)),
      on_progress_(std::move(on_progress)) {}

void LogFollower::Start(Position at) {
  {
    base::MutexLock lock(mutex_);
    stopping_ = false;
    progress_ = {at, absl::OkStatus()};
  }
  thread_ = std::thread([this] { Run(); });
}

void LogFollower::Stop() {
  {
    base::MutexLock lock(mutex_);
    stopping_ = true;
  }
  wake_.NotifyAll();
  if (thread_.joinable()) thread_.join();
}

LogFollower::Progress LogFollower::progress() const {
  base::MutexLock lock(mutex_);
  return progress_;
}

void LogFollower::Hurry(uint64_t number) {
  {
    base::MutexLock lock(mutex_);
    wanted_ = std::max(wanted_, number);
  }
  wake_.NotifyAll();
}

void LogFollower::Run() {
  Progress at = progress();
  for (;;) {
    {
      base::MutexLock lock(mutex_);
      if (stopping_) return;
    }
    const absl::StatusOr<Position> reached = step_(at.position);
    if (reached.ok() && *reached == at.position) {
      SleepUntilHeadMoves(at.position);
      Gather();
      continue;
    }
    if (reached.ok()) at.position = *reached;
    at.status = reached.status();
    {
      base::MutexLock lock(mutex_);
      progress_ = at;
    }
    on_progress_(at);
    if (!at.status.ok()) return;
  }
}

void LogFollower::SleepUntilHeadMoves(Position at) {
  const uint64_t id = log_->WaitForHead({at.shard, at.number + 1}, [this] {
    base::MutexLock lock(mutex_);
    woken_ = true;
    wake_.NotifyAll();
  });
  {
    base::MutexLock lock(mutex_);
    while (!woken_ && !stopping_) wake_.Wait(mutex_);
  }
  log_->CancelWait(id);
  base::MutexLock lock(mutex_);
  woken_ = false;
}

void LogFollower::Gather() {
  base::MutexLock lock(mutex_);
  while (!stopping_ && wanted_ <= progress_.position.number) {
    if (!wake_.WaitFor(mutex_, gather_)) return;
  }
}

}  // namespace rollbook::eventstore
