#ifndef ROLLBOOK_EVENTSTORE_ROCKSDB_COMPLETER_H_
#define ROLLBOOK_EVENTSTORE_ROCKSDB_COMPLETER_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "base/mutex.h"
#include "eventstore/event_store.h"
#include "eventstore/head_waiters.h"
#include "eventstore/prepared_append.h"
#include "eventstore/rocksdb/admission.h"

namespace rollbook::eventstore {

// An append on its way through the store.
struct PendingAppend {
  PreparedAppend append;
  EventStore::AppendCallback done;
  absl::StatusOr<AppendOutcome> outcome = absl::UnknownError("undecided");
};

using PendingAppends = std::vector<std::unique_ptr<PendingAppend>>;

// Tells callers and subscribers what the committer has made durable, on a
// thread of its own, so that the committer goes on meanwhile. In commit order.
class Completer {
 public:
  struct Group {
    PendingAppends appends;
    uint64_t head = 0;
    // Absent when nothing was written.
    std::optional<CommitObservation> observation;
  };

  Completer(HeadWaiters& waiters, Admission& admission,
            std::function<void(const CommitObservation&)> on_commit);

  // Completes what was pushed.
  ~Completer();

  void Push(Group group);

 private:
  void Run();
  void Complete(Group& group);

  HeadWaiters& waiters_;
  Admission& admission_;
  const std::function<void(const CommitObservation&)> on_commit_;
  base::Mutex mutex_;
  base::CondVar wake_;
  std::vector<Group> groups_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROCKSDB_COMPLETER_H_
