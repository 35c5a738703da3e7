#ifndef ROLLBOOK_EVENTSTORE_ROCKSDB_PERIODIC_TASK_H_
#define ROLLBOOK_EVENTSTORE_ROCKSDB_PERIODIC_TASK_H_

#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"
#include "base/mutex.h"

namespace rollbook::eventstore {

// Runs a task again and again on a thread of its own, the first time one
// interval after its start. Destruction waits for a run under way.
class PeriodicTask {
 public:
  PeriodicTask(absl::Duration interval, absl::AnyInvocable<void()> task)
      : interval_(interval),
        task_(std::move(task)),
        thread_([this] { Run(); }) {}

  ~PeriodicTask() {
    {
      base::MutexLock lock(mutex_);
      stopping_ = true;
    }
    wake_.NotifyOne();
    thread_.join();
  }

 private:
  void Run() {
    while (WaitForTurn()) task_();
  }

  bool WaitForTurn() {
    base::MutexLock lock(mutex_);
    while (!stopping_) {
      if (!wake_.WaitFor(mutex_, interval_)) return !stopping_;
    }
    return false;
  }

  const absl::Duration interval_;
  absl::AnyInvocable<void()> task_;
  base::Mutex mutex_;
  base::CondVar wake_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROCKSDB_PERIODIC_TASK_H_
