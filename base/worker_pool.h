#ifndef ROLLBOOK_BASE_WORKER_POOL_H_
#define ROLLBOOK_BASE_WORKER_POOL_H_

#include <cstddef>
#include <deque>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "base/mutex.h"

namespace rollbook::base {

// A fixed number of threads behind a bounded queue: the place for work that
// may block, which gRPC reactions and Asio handlers must not. Thread-safe.
class WorkerPool {
 public:
  using Task = absl::AnyInvocable<void()>;

  // `max_queued` is how many tasks may wait; a task being run does not count.
  WorkerPool(size_t threads, size_t max_queued);

  // Runs what is queued, then joins the threads.
  ~WorkerPool();

  WorkerPool(const WorkerPool&) = delete;
  WorkerPool& operator=(const WorkerPool&) = delete;

  // False, and `task` is dropped, when the queue is full: the caller answers
  // RESOURCE_EXHAUSTED.
  [[nodiscard]] bool TrySubmit(Task task);

  size_t queued() const;

 private:
  void Run();
  // Whether somebody has to be woken now; notes that it is being done.
  bool BeginWaking() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  const size_t max_queued_;
  mutable Mutex mutex_;
  CondVar wake_;
  std::deque<Task> tasks_ ABSL_GUARDED_BY(mutex_);
  size_t idle_ ABSL_GUARDED_BY(mutex_) = 0;
  // A wake-up is on its way. Whoever it reaches wakes the next one if there is
  // more to do: a burst of tasks does not cost a system call each.
  bool waking_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::vector<std::thread> threads_;
};

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_WORKER_POOL_H_
