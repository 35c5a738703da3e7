#ifndef ROLLBOOK_EVENTSTORE_LOG_FOLLOWER_H_
#define ROLLBOOK_EVENTSTORE_LOG_FOLLOWER_H_

#include <cstdint>
#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/mutex.h"
#include "eventstore/event_store.h"

namespace rollbook::eventstore {

// What all followers of the durable log have in common: a thread that takes
// the log page by page and waits at its head until it moves. Thread-safe.
class LogFollower {
 public:
  struct Progress {
    Position position;    // every record up to here is taken
    absl::Status status;  // why it has stopped; OK while it follows
  };
  // Takes a page of the log behind `at`. How far it has come then: `at` itself
  // when there is no more. An error stops the follower, visibly: neither store
  // can be trusted to be read again.
  using Step = std::function<absl::StatusOr<Position>(Position at)>;
  using OnProgress = std::function<void(const Progress&)>;

  // `log` must outlive it. `gather` is how long records gather when nobody
  // waits for them: a step for each commit group costs more in waking up than
  // in work. Both functions run on the follower's thread; `on_progress`, after
  // every page and at the end, must not call Stop().
  LogFollower(EventStore* log, absl::Duration gather, Step step,
              OnProgress on_progress);
  ~LogFollower() { Stop(); }

  // Follows from `at` on. Not while it runs.
  void Start(Position at);
  // Blocks until the step under way has ended. Start goes on.
  void Stop();

  Progress progress() const;

  // Brings it to this record without letting others gather.
  void Hurry(uint64_t number);

 private:
  void Run();
  void SleepUntilHeadMoves(Position at);
  // Lets small commits gather, unless somebody waits.
  void Gather();

  EventStore* const log_;
  const absl::Duration gather_;
  const Step step_;
  const OnProgress on_progress_;

  mutable base::Mutex mutex_;
  base::CondVar wake_;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  uint64_t wanted_ ABSL_GUARDED_BY(mutex_) = 0;
  Progress progress_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_LOG_FOLLOWER_H_
