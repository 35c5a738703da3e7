#include "eventstore/rocksdb/admission.h"

#include "base/error.h"

namespace rollbook::eventstore {

absl::Status Admission::Enter() {
  // Counted first: whoever closes either sees this append or is seen by it.
  const size_t before = inside_.fetch_add(1);
  if (closed_.load()) {
    Leave(1);
    return base::Error(base::Reason::kShuttingDown);
  }
  if (before >= limit_) {
    Leave(1);
    return base::Error(base::Reason::kOverloaded);
  }
  return absl::OkStatus();
}

void Admission::Leave(size_t appends) {
  if (inside_.fetch_sub(appends) != appends || !closed_.load()) return;
  base::MutexLock lock(mutex_);
  empty_.NotifyAll();
}

void Admission::CloseAndDrain() {
  closed_.store(true);
  base::MutexLock lock(mutex_);
  while (inside_.load() != 0) empty_.Wait(mutex_);
}

}  // namespace rollbook::eventstore
