#ifndef ROLLBOOK_EVENTSTORE_ROCKSDB_COMMITTER_H_
#define ROLLBOOK_EVENTSTORE_ROCKSDB_COMMITTER_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <span>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "base/mutex.h"
#include "eventstore/commit_clock.h"
#include "eventstore/commit_rules.h"
#include "eventstore/observer_slot.h"
#include "eventstore/recent_rows.h"
#include "eventstore/rocksdb/batch_sink.h"
#include "eventstore/rocksdb/completer.h"
#include "eventstore/rocksdb/database.h"
#include "eventstore/rocksdb/expiry.h"
#include "eventstore/rocksdb/failure_latch.h"

namespace rollbook::eventstore {

// The one thread that writes. It takes whatever waits, decides in order, and
// makes the group durable with one batch and one fsync, without delay: while
// it writes, the next group gathers by itself. It never reads the database.
class Committer {
 public:
  struct Parts {
    Database& database;
    CommitClock& clock;
    FailureLatch& failure;
    Completer& completer;
    ObserverSlot& observer;
    // Looks the append up again and submits it; not on the caller's thread.
    absl::AnyInvocable<void(std::unique_ptr<PendingAppend>)> look_up_again;
  };
  struct Counters {
    uint64_t appends = 0;
    uint64_t events = 0;
    uint64_t groups = 0;
  };

  Committer(Parts parts, const LogEnd& end, const Expiry& expiry,
            RecentRows::Limits recent, size_t max_group_appends);

  // Everything submitted must have been completed.
  ~Committer();

  // Thread-safe.
  void Submit(std::unique_ptr<PendingAppend> append);

  // Noted before a look-up: it sees at least the rows of this group.
  uint64_t committed_group() const {
    return committed_group_.load(std::memory_order_acquire);
  }

  // The last durable record.
  LogEnd durable_end() const;
  uint64_t head() const { return head_.load(std::memory_order_acquire); }
  // Its time, or kNever.
  Micros last_time() const {
    return last_time_.load(std::memory_order_acquire);
  }
  Counters counters() const;

 private:
  using Pendings = std::span<std::unique_ptr<PendingAppend>>;

  void Run();
  bool Take(PendingAppends& taken);
  void CommitGroup(Pendings appends);
  // Decides on all; false when the store has failed.
  absl::Status Decide(Pendings appends, Micros now, PendingAppends& decided);
  bool IsLookUpFresh(const PreparedAppend& append, Micros now) const;
  absl::Status Write(size_t appends, Completer::Group& group);
  void Refuse(Pendings appends, const absl::Status& why);
  void Publish(size_t appends);

  Parts parts_;
  const size_t max_group_appends_;
  // Of the committer's thread alone.
  LogEnd end_;
  Expiry expiry_;
  RecentRows recent_;
  BatchSink sink_;
  std::vector<const StreamId*> changed_;  // by the group, of those that were

  std::atomic<uint64_t> committed_group_ = 0;
  std::atomic<uint64_t> head_;
  std::atomic<Micros> last_time_;

  mutable base::Mutex end_mutex_;
  LogEnd durable_end_ ABSL_GUARDED_BY(end_mutex_);
  Counters counters_ ABSL_GUARDED_BY(end_mutex_);

  base::Mutex queue_mutex_;
  base::CondVar wake_;
  PendingAppends queue_ ABSL_GUARDED_BY(queue_mutex_);
  bool waiting_ ABSL_GUARDED_BY(queue_mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(queue_mutex_) = false;
  std::thread thread_;
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROCKSDB_COMMITTER_H_
