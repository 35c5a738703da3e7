#ifndef ROLLBOOK_EVENTSTORE_PROJECTION_RUNNER_H_
#define ROLLBOOK_EVENTSTORE_PROJECTION_RUNNER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "base/mutex.h"
#include "eventstore/derived_store.h"
#include "eventstore/event_store.h"
#include "eventstore/head_waiters.h"
#include "eventstore/projection.h"

namespace rollbook::eventstore {

// Follows the log on a thread of its own and keeps one projection up to date;
// its checkpoint is in the same write as its rows. Rows of another schema
// version, of another lineage, or ahead of the log are thrown away and built
// again. A record that the projection refuses is parked, with all later ones
// of its stream: the checkpoint goes on, the number of parked records tells.
// Thread-safe.
class ProjectionRunner {
 public:
  // Reads the checkpoint, then starts following. Both stores must outlive it.
  static absl::StatusOr<std::unique_ptr<ProjectionRunner>> Start(
      EventStore* log, DerivedStore* derived,
      std::unique_ptr<Projection> projection);
  ~ProjectionRunner();

  struct Progress {
    Position position;    // every record up to here is applied or parked
    uint64_t parked = 0;  // records
    absl::Status status;  // why it has stopped; OK while it runs
  };
  Progress progress() const;

  // Streams with parked records, at most so many. Reads the derived store.
  absl::StatusOr<std::vector<StreamId>> ParkedStreams(size_t max_streams) const;

  // As EventStore's, for the projection's position.
  uint64_t WaitForHead(Position position, absl::AnyInvocable<void()> wake);
  void CancelWait(uint64_t id);

 private:
  ProjectionRunner(EventStore* log, DerivedStore* derived,
                   std::unique_ptr<Projection> projection);

  absl::Status Load();
  absl::Status StartOver();
  void Run();
  // Applies one page; false at the head.
  absl::StatusOr<bool> Step();
  // An error is the derived store's.
  absl::Status ApplyOrPark(const Record& record, ProjectionRows& rows,
                           DerivedStore::Changes& changes);
  void SleepUntilHeadMoves();
  std::string EncodeCheckpoint() const;

  EventStore* const log_;
  DerivedStore* const derived_;
  const std::unique_ptr<Projection> projection_;
  HeadWaiters waiters_;

  // Of the runner's thread only.
  Position applied_;
  std::set<std::string> parked_streams_;
  uint64_t parked_records_ = 0;

  mutable base::Mutex mutex_;
  base::CondVar wake_;
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  // Somebody waits for a position.
  bool hurry_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  Progress progress_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_PROJECTION_RUNNER_H_
