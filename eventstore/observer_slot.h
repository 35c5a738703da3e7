#ifndef ROLLBOOK_EVENTSTORE_OBSERVER_SLOT_H_
#define ROLLBOOK_EVENTSTORE_OBSERVER_SLOT_H_

#include <span>

#include "absl/base/thread_annotations.h"
#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "base/mutex.h"
#include "base/status_macros.h"
#include "eventstore/event_store.h"
#include "eventstore/prepared_append.h"

namespace rollbook::eventstore {

// Where a store keeps its AppendObserver. Thread-safe.
class ObserverSlot {
 public:
  // Waits for a write that is under way.
  void Set(AppendObserver* observer) {
    base::MutexLock lock(mutex_);
    observer_ = observer;
  }

  // Runs `write` between the two calls for each of the streams.
  absl::Status Around(std::span<const StreamId* const> streams,
                      absl::FunctionRef<absl::Status()> write) {
    if (streams.empty()) return write();
    base::MutexLock lock(mutex_);
    if (observer_ == nullptr) return write();
    for (const StreamId* stream : streams) observer_->BeforeWrite(*stream);
    RETURN_IF_ERROR(write());
    for (const StreamId* stream : streams) observer_->AfterWrite(*stream);
    return absl::OkStatus();
  }

 private:
  base::Mutex mutex_;
  AppendObserver* observer_ ABSL_GUARDED_BY(mutex_) = nullptr;
};

// Whether the append, if it is made, changes a stream that exists.
inline bool ChangesAStream(const PreparedAppend& append) {
  return (!append.records.empty() || append.new_snapshot) &&
         append.expected_version != Version{0};
}

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_OBSERVER_SLOT_H_
