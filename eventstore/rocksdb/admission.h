#ifndef ROLLBOOK_EVENTSTORE_ROCKSDB_ADMISSION_H_
#define ROLLBOOK_EVENTSTORE_ROCKSDB_ADMISSION_H_

#include <atomic>
#include <cstddef>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "base/mutex.h"

namespace rollbook::eventstore {

// Counts the appends between acceptance and their callback, refuses more than
// the limit, and lets the store wait for the last one at its end. Thread-safe.
class Admission {
 public:
  explicit Admission(size_t limit) : limit_(limit) {}

  // OVERLOADED or SHUTTING_DOWN. Each success needs a Leave.
  absl::Status Enter();
  void Leave(size_t appends);

  // Refuses from now on, and returns when nobody is inside.
  void CloseAndDrain();

  size_t inside() const { return inside_.load(std::memory_order_relaxed); }
  bool closed() const { return closed_.load(); }

 private:
  const size_t limit_;
  std::atomic<size_t> inside_ = 0;
  std::atomic<bool> closed_ = false;
  base::Mutex mutex_;
  base::CondVar empty_;
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROCKSDB_ADMISSION_H_
