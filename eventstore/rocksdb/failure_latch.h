#ifndef ROLLBOOK_EVENTSTORE_ROCKSDB_FAILURE_LATCH_H_
#define ROLLBOOK_EVENTSTORE_ROCKSDB_FAILURE_LATCH_H_

#include <atomic>
#include <functional>
#include <string>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "base/error.h"
#include "base/mutex.h"

namespace rollbook::eventstore {

// Remembers the store's first failure for ever: whoever writes asks here
// first, and is refused with STORE_FAILED. Thread-safe.
class FailureLatch {
 public:
  // `on_fatal` runs once, on the thread that met the failure.
  explicit FailureLatch(std::function<void(const absl::Status&)> on_fatal)
      : on_fatal_(std::move(on_fatal)) {}

  void Fail(const absl::Status& why) {
    {
      base::MutexLock lock(mutex_);
      if (!first_.ok()) return;
      first_ = base::ErrorWithText(base::Reason::kStoreFailed,
                                   static_cast<std::string>(why.message()));
      failed_.store(true, std::memory_order_release);
    }
    if (on_fatal_) on_fatal_(why);
  }

  absl::Status status() const {
    if (!failed_.load(std::memory_order_acquire)) return absl::OkStatus();
    base::MutexLock lock(mutex_);
    return first_;
  }

 private:
  const std::function<void(const absl::Status&)> on_fatal_;
  std::atomic<bool> failed_ = false;
  mutable base::Mutex mutex_;
  absl::Status first_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROCKSDB_FAILURE_LATCH_H_
