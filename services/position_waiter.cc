#include "services/position_waiter.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "base/error.h"

namespace rollbook::services {
namespace {

using base::Reason;

// How late a passed deadline may be noticed. The clock is asked again that
// often, because it may be set (or be a test's).
constexpr absl::Duration kTick = absl::Milliseconds(20);

}  // namespace

struct PositionWaiter::Wait {
  eventstore::Position position;
  base::Mutex mutex;
  // Empty once it has run.
  Done done ABSL_GUARDED_BY(mutex);
  // 0 until the source has given one.
  uint64_t id ABSL_GUARDED_BY(mutex) = 0;
};

PositionWaiter::PositionWaiter(Source source, const base::Clock* clock)
    : source_(std::move(source)),
      clock_(clock),
      timer_([this] { WatchDeadlines(); }) {}

void PositionWaiter::Stop() {
  {
    base::MutexLock lock(mutex_);
    stopping_ = true;
  }
  changed_.NotifyAll();
  if (timer_.joinable()) timer_.join();
}

void PositionWaiter::WaitFor(eventstore::Position position, absl::Time deadline,
                             Done done) {
  const eventstore::Position head = source_.head();
  if (position.shard != head.shard) {
    return done(base::Error(
        Reason::kInvalidArgument,
        {.violations = {{"min_position.shard", "NOT_VALID", "Is not valid"}},
         .metadata = {}}));
  }
  if (position <= head) return done(absl::OkStatus());
  const absl::Time now = clock_->Now();
  if (deadline <= now) return done(base::Error(Reason::kProjectionLagging));
  auto wait = std::make_shared<Wait>();
  wait->position = position;
  {
    base::MutexLock lock(mutex_);
    if (stopping_) return done(base::Error(Reason::kShuttingDown));
    if (by_deadline_.size() >= kMaxWaiting) {
      return done(base::Error(Reason::kOverloaded));
    }
    {
      base::MutexLock wait_lock(wait->mutex);
      wait->done = std::move(done);
    }
    by_deadline_.emplace(std::min(deadline, now + kMaxWait), wait);
  }
  changed_.NotifyAll();
  const uint64_t id = source_.wait_for_head(position, [this, wait] {
    Finish(wait, source_.head() >= wait->position
                     ? absl::OkStatus()
                     : base::Error(Reason::kShuttingDown));
  });
  bool finished = false;
  {
    base::MutexLock lock(wait->mutex);
    wait->id = id;
    finished = !wait->done;
  }
  // The deadline may have passed before the id was known.
  if (finished) source_.cancel_wait(id);
}

void PositionWaiter::Finish(const WaitPtr& wait, absl::Status status) {
  Done done;
  {
    base::MutexLock lock(wait->mutex);
    done = std::exchange(wait->done, nullptr);
  }
  if (done) done(std::move(status));
}

void PositionWaiter::WatchDeadlines() {
  for (;;) {
    std::vector<WaitPtr> over;
    bool stopping = false;
    {
      base::MutexLock lock(mutex_);
      while (by_deadline_.empty() && !stopping_) changed_.Wait(mutex_);
      if (!stopping_) changed_.WaitFor(mutex_, kTick);
      stopping = stopping_;
      const absl::Time now = clock_->Now();
      for (auto it = by_deadline_.begin(); it != by_deadline_.end();) {
        base::MutexLock wait_lock(it->second->mutex);
        const bool answered = !it->second->done;
        if (!answered && !stopping && it->first > now) {
          ++it;
          continue;
        }
        over.push_back(it->second);
        it = by_deadline_.erase(it);
      }
    }
    for (const WaitPtr& wait : over) {
      Finish(wait, base::Error(stopping ? Reason::kShuttingDown
                                        : Reason::kProjectionLagging));
      uint64_t id = 0;
      {
        base::MutexLock lock(wait->mutex);
        id = wait->id;
      }
      if (id != 0) source_.cancel_wait(id);
    }
    if (stopping) return;
  }
}

}  // namespace rollbook::services
