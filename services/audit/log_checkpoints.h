#ifndef ROLLBOOK_SERVICES_AUDIT_LOG_CHECKPOINTS_H_
#define ROLLBOOK_SERVICES_AUDIT_LOG_CHECKPOINTS_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "base/worker_pool.h"
#include "eventstore/event_store.h"
#include "eventstore/log_tree.h"
#include "proof/checkpoint.h"
#include "services/audit/checkpoint_signer.h"
#include "services/position_waiter.h"

namespace rollbook::services {

// Signed checkpoints of the log: made every half second while the log moves,
// and when somebody asks. One is published only after the store would notice
// the loss of what it covers, and after the one before it was found in the
// tree: a tree that no longer has it is never signed (DATA_CORRUPTED). The
// last one is kept in `meta`. Thread-safe.
class LogCheckpoints {
 public:
  struct Dependencies {
    eventstore::EventStore* store = nullptr;
    eventstore::LogTree* tree = nullptr;
    const CheckpointSigner* signer = nullptr;
    base::WorkerPool* workers = nullptr;
    const base::Clock* clock = nullptr;
    // Told when the schedule fails after it went well: nothing is published
    // until it goes well again. May be empty.
    std::function<void(const absl::Status&)> on_failure = nullptr;
  };
  struct Published {
    proof::Checkpoint checkpoint;
    std::string note;
  };
  using Done = absl::AnyInvocable<void(absl::StatusOr<Published>)>;

  // All dependencies must outlive it. Publishes the kept checkpoint, or makes
  // the first one.
  static absl::StatusOr<std::unique_ptr<LogCheckpoints>> Open(
      const Dependencies& dependencies);
  ~LogCheckpoints();

  proof::NoteKey key() const { return to_.signer->key(); }

  Published latest() const;

  // Runs `done` with a checkpoint that covers all that is durable now, on any
  // thread. As PositionWaiter::WaitFor when that takes too long.
  void Refresh(absl::Time deadline, Done done);

  // The same for an auditor, who will come back with it: its size is kept.
  void HandOut(absl::Time deadline, Done done);

  // The sizes of the last checkpoints that were handed out: every bundle can
  // be compared with them.
  std::vector<uint64_t> handed_out() const;

  // Everybody who waits is told SHUTTING_DOWN.
  void Stop();

  // Why the last attempt failed; OK when it did not.
  absl::Status status() const;

  // What the thread of its own does twice a second. For tests.
  absl::Status MakeIfMoved();

 private:
  explicit LogCheckpoints(const Dependencies& dependencies);

  // Reads the kept checkpoint; false when there is none of this log.
  absl::StatusOr<bool> LoadKept();
  absl::Status Make() ABSL_EXCLUSIVE_LOCKS_REQUIRED(making_);
  absl::Status Keep(const char* row, const std::string& value);
  // Blocks until it is durable.
  absl::Status RememberHandedOut(uint64_t size);
  void Run();

  const Dependencies to_;

  base::Mutex making_;
  mutable base::Mutex mutex_;
  base::CondVar wake_;
  Published latest_ ABSL_GUARDED_BY(mutex_);
  std::vector<uint64_t> handed_out_ ABSL_GUARDED_BY(mutex_);
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  PositionWaiter waiter_;
  std::thread thread_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_AUDIT_LOG_CHECKPOINTS_H_
