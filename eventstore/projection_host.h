#ifndef ROLLBOOK_EVENTSTORE_PROJECTION_HOST_H_
#define ROLLBOOK_EVENTSTORE_PROJECTION_HOST_H_

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "base/mutex.h"
#include "eventstore/derived_store.h"
#include "eventstore/event_store.h"
#include "eventstore/head_waiters.h"
#include "eventstore/projection_runner.h"
#include "eventstore/projection_verifier.h"

namespace rollbook::eventstore {

// A projection that can be built again while it is read: a second runner
// builds beside the live rows, under another prefix, and takes over with one
// write once it has caught up (docs/formats/derived.md). Does so by itself when
// the rows that it finds have an older version than they should. Thread-safe.
class ProjectionHost {
 public:
  // Starts the runner of the live rows, and throws away what an interrupted
  // rebuild left. Both stores must outlive the host.
  static absl::StatusOr<std::unique_ptr<ProjectionHost>> Start(
      EventStore* log, DerivedStore* derived, ProjectionSpec spec);
  ~ProjectionHost();

  // Where the live rows lie, and of what version they are. They stay for as
  // long as the reader holds on to the answer: a rebuild deletes them after
  // that.
  struct Rows {
    std::string prefix;
    uint32_t schema_version = 0;
    std::shared_ptr<const ProjectionRunner> runner;
  };
  Rows rows() const;

  // The live rows', which never goes back.
  ProjectionRunner::Progress progress() const;

  // Answers may lack something of this partner: records of it are parked, the
  // rows are being made from nothing, or nobody keeps them up to date.
  absl::StatusOr<bool> Degraded(const Rows& rows, const TenantId* tenant) const;

  // What is being built beside the live rows; nullopt when nothing is.
  struct Rebuilding {
    uint32_t schema_version = 0;
    Position position;
  };
  std::optional<Rebuilding> rebuilding() const;
  // Why rows of the right version could not be built; OK while they are.
  absl::Status upgrade_status() const;

  // As EventStore's, for progress().position; a swap of rows goes unnoticed.
  uint64_t WaitForHead(Position position, absl::AnyInvocable<void()> wake);
  void CancelWait(uint64_t id) { waiters_.Cancel(id); }

  // Builds the rows again and swaps; blocks until then. OVERLOADED when a
  // rebuild is under way, SHUTTING_DOWN after Stop().
  absl::Status Rebuild();
  // Compares the live rows with what the log says. OVERLOADED while the one
  // before is held on to.
  absl::StatusOr<std::shared_ptr<ProjectionVerifier>> Verify();
  // Ends a rebuild early.
  void Stop() { stop_ = true; }

 private:
  ProjectionHost(EventStore* log, DerivedStore* derived, ProjectionSpec spec);

  std::shared_ptr<ProjectionRunner> live() const;
  absl::StatusOr<std::shared_ptr<ProjectionRunner>> StartRunner(
      bool second, uint32_t schema_version);
  absl::StatusOr<bool> SecondIsLive() const;
  absl::StatusOr<uint32_t> VersionToServe(bool second) const;
  void Upgrade();
  absl::Status BuildBeside(bool second);
  absl::Status CatchUp(const ProjectionRunner& runner) const;
  absl::Status SwapTo(std::shared_ptr<ProjectionRunner> runner, bool second);
  std::string NameOf(bool second) const;
  std::string ScratchName() const;

  EventStore* const log_;
  DerivedStore* const derived_;
  const ProjectionSpec spec_;
  HeadWaiters waiters_;
  // Rows that were begun with nothing lack something up to here.
  Position complete_from_;
  std::atomic<bool> stop_{false};
  mutable base::Mutex mutex_;
  bool rebuilding_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status upgrade_status_ ABSL_GUARDED_BY(mutex_);
  bool second_ ABSL_GUARDED_BY(mutex_) = false;
  std::weak_ptr<ProjectionVerifier> verifier_ ABSL_GUARDED_BY(mutex_);
  std::weak_ptr<ProjectionRunner> building_ ABSL_GUARDED_BY(mutex_);
  std::shared_ptr<ProjectionRunner> runner_ ABSL_GUARDED_BY(mutex_);
  std::thread upgrade_;
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_PROJECTION_HOST_H_
