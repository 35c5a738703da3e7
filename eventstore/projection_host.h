#ifndef ROLLBOOK_EVENTSTORE_PROJECTION_HOST_H_
#define ROLLBOOK_EVENTSTORE_PROJECTION_HOST_H_

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "base/mutex.h"
#include "eventstore/derived_store.h"
#include "eventstore/event_store.h"
#include "eventstore/projection_runner.h"

namespace rollbook::eventstore {

// A projection that can be built again while it is read: a second runner
// builds beside the live rows, under another prefix, and takes over with one
// write once it has caught up (docs/formats/derived.md). Thread-safe.
class ProjectionHost {
 public:
  using Factory = std::function<std::unique_ptr<Projection>()>;

  // Starts the runner of the live rows, and throws away what an interrupted
  // rebuild left. Both stores must outlive the host.
  static absl::StatusOr<std::unique_ptr<ProjectionHost>> Start(
      EventStore* log, DerivedStore* derived, Factory factory);
  ~ProjectionHost();

  // Where the live rows lie. They stay for as long as the reader holds on to
  // the answer: a rebuild deletes them after that.
  struct Rows {
    std::string prefix;
    std::shared_ptr<const ProjectionRunner> runner;
  };
  Rows rows() const;

  ProjectionRunner::Progress progress() const;
  bool rebuilding() const;

  // As ProjectionRunner's. Who waits while the rows are swapped is woken.
  uint64_t WaitForHead(Position position, absl::AnyInvocable<void()> wake);
  void CancelWait(uint64_t id);

  // Builds the rows again and swaps; blocks until then. OVERLOADED when a
  // rebuild is under way, SHUTTING_DOWN after Stop().
  absl::Status Rebuild();
  // Ends a rebuild early.
  void Stop() { stop_ = true; }

 private:
  ProjectionHost(EventStore* log, DerivedStore* derived, Factory factory);

  absl::StatusOr<std::shared_ptr<ProjectionRunner>> StartRunner(bool second);
  absl::StatusOr<bool> SecondIsLive() const;
  absl::Status CatchUp(const ProjectionRunner& runner) const;
  absl::Status SwapTo(std::shared_ptr<ProjectionRunner> runner, bool second);
  std::string NameOf(bool second) const;

  EventStore* const log_;
  DerivedStore* const derived_;
  const Factory factory_;
  const std::string name_;
  std::atomic<bool> stop_{false};
  mutable base::Mutex mutex_;
  bool rebuilding_ ABSL_GUARDED_BY(mutex_) = false;
  bool second_ ABSL_GUARDED_BY(mutex_) = false;
  // Counts the swaps: a wait belongs to the runner of its time.
  uint64_t generation_ ABSL_GUARDED_BY(mutex_) = 0;
  std::shared_ptr<ProjectionRunner> runner_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_PROJECTION_HOST_H_
