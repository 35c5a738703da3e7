#ifndef ROLLBOOK_EVENTSTORE_HEAD_WAITERS_H_
#define ROLLBOOK_EVENTSTORE_HEAD_WAITERS_H_

#include <cstdint>
#include <map>
#include <thread>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "base/mutex.h"

namespace rollbook::eventstore {

// Who waits for the log to reach a position. Thread-safe.
class HeadWaiters {
 public:
  using Wake = absl::AnyInvocable<void()>;

  // As EventStore::WaitForHead.
  uint64_t Add(uint64_t position, Wake wake);

  // As EventStore::CancelWait. A wake that is running on another thread is
  // waited for; a wake may cancel itself.
  void Cancel(uint64_t id);

  // The head is durable: wakes, on this thread, whoever waited for it.
  void Advance(uint64_t head);

  // Wakes everybody; whoever comes later is woken at once.
  void Close();

 private:
  using Waiting = std::pair<uint64_t, uint64_t>;  // position, id

  void Run(uint64_t id, Wake& wake) ABSL_LOCKS_EXCLUDED(mutex_);

  base::Mutex mutex_;
  base::CondVar finished_;
  uint64_t head_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t last_id_ ABSL_GUARDED_BY(mutex_) = 0;
  std::map<Waiting, Wake> waiting_ ABSL_GUARDED_BY(mutex_);
  std::map<uint64_t, uint64_t> positions_ ABSL_GUARDED_BY(mutex_);
  std::map<uint64_t, std::thread::id> running_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_HEAD_WAITERS_H_
