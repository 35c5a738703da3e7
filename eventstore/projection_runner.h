#ifndef ROLLBOOK_EVENTSTORE_PROJECTION_RUNNER_H_
#define ROLLBOOK_EVENTSTORE_PROJECTION_RUNNER_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "base/mutex.h"
#include "eventstore/derived_store.h"
#include "eventstore/event_store.h"
#include "eventstore/log_follower.h"
#include "eventstore/projection.h"
#include "eventstore/projection_build.h"

namespace rollbook::eventstore {

// Follows the log and keeps one set of a projection's rows up to date.
// Thread-safe.
class ProjectionRunner {
 public:
  struct Progress {
    Position position;    // every record up to here is applied or parked
    uint64_t parked = 0;  // records
    absl::Status status;  // why it has stopped; OK while it runs
  };

  struct Set {
    uint32_t schema_version = 1;  // one that the spec can make
    std::string name;             // of the rows
  };

  // Reads how far the rows have come, then starts following. Both stores must
  // outlive it. `on_progress` runs on its own thread after every page, and must
  // not end the runner.
  static absl::StatusOr<std::unique_ptr<ProjectionRunner>> Start(
      EventStore* log, DerivedStore* derived, const ProjectionSpec& spec,
      Set set, std::function<void(Position)> on_progress);

  const Set& set() const { return set_; }
  // How far the rows had come when it was started.
  Position began_at() const { return began_at_; }
  Progress progress() const;

  // As LogFollower's.
  void Hurry(uint64_t number) { follower_.Hurry(number); }
  void Stop() { follower_.Stop(); }
  void GoOn() { follower_.Start(follower_.progress().position); }

  // ParkedStreamsOf its rows.
  absl::StatusOr<std::vector<StreamId>> ParkedStreams(const TenantId* tenant,
                                                      size_t max_streams) const;

 private:
  ProjectionRunner(EventStore* log, DerivedStore* derived,
                   const ProjectionSpec& spec, Set set,
                   std::function<void(Position)> on_progress);

  absl::StatusOr<Position> Step();

  EventStore* const log_;
  DerivedStore* const derived_;
  const Set set_;
  ProjectionBuild build_;  // of the follower's thread only
  Position began_at_;
  mutable base::Mutex mutex_;
  uint64_t parked_ ABSL_GUARDED_BY(mutex_) = 0;
  LogFollower follower_;
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_PROJECTION_RUNNER_H_
