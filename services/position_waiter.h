#ifndef ROLLBOOK_SERVICES_POSITION_WAITER_H_
#define ROLLBOOK_SERVICES_POSITION_WAITER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <thread>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "eventstore/types.h"

namespace rollbook::services {

// Waits for something to reach a position, but not for ever: what stands
// behind `min_position`. Thread-safe; calls never block.
class PositionWaiter {
 public:
  // What is waited for. Each as the EventStore's method of that name.
  struct Source {
    std::function<eventstore::Position()> head;
    std::function<uint64_t(eventstore::Position, absl::AnyInvocable<void()>)>
        wait_for_head;
    std::function<void(uint64_t)> cancel_wait;
  };
  using Done = absl::AnyInvocable<void(absl::Status)>;

  // Nobody waits longer, whatever the caller's deadline.
  static constexpr absl::Duration kMaxWait = absl::Seconds(30);
  static constexpr size_t kMaxWaiting = 10'000;

  // What `source` stands for, and the clock, must outlive the waiter.
  PositionWaiter(Source source, const base::Clock* clock);
  ~PositionWaiter() { Stop(); }

  // Everybody still waiting, or coming later, is told SHUTTING_DOWN.
  void Stop();

  // Runs `done` once: with OK, at once or on the source's thread, when the
  // position is reached; with PROJECTION_LAGGING when the deadline passes,
  // OVERLOADED when too many wait, INVALID_ARGUMENT for a position of another
  // shard, SHUTTING_DOWN when the source closes.
  void WaitFor(eventstore::Position position, absl::Time deadline, Done done);

 private:
  struct Wait;
  using WaitPtr = std::shared_ptr<Wait>;

  void Finish(const WaitPtr& wait, absl::Status status);
  void WatchDeadlines();

  const Source source_;
  const base::Clock* const clock_;
  base::Mutex mutex_;
  base::CondVar changed_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::multimap<absl::Time, WaitPtr> by_deadline_ ABSL_GUARDED_BY(mutex_);
  std::thread timer_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_POSITION_WAITER_H_
