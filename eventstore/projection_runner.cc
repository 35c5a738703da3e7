#include "eventstore/projection_runner.h"

#include <utility>

#include "base/status_macros.h"

namespace rollbook::eventstore {

absl::StatusOr<std::unique_ptr<ProjectionRunner>> ProjectionRunner::Start(
    EventStore* log, DerivedStore* derived, const ProjectionSpec& spec, Set set,
    std::function<void(Position)> on_progress) {
  std::unique_ptr<ProjectionRunner> runner(new ProjectionRunner(
      log, derived, spec, std::move(set), std::move(on_progress)));
  RETURN_IF_ERROR(runner->build_.Load());
  runner->began_at_ = runner->build_.position();
  {
    base::MutexLock lock(runner->mutex_);
    runner->parked_ = runner->build_.parked_records();
  }
  runner->follower_.Start(runner->began_at_);
  return runner;
}

ProjectionRunner::ProjectionRunner(EventStore* log, DerivedStore* derived,
                                   const ProjectionSpec& spec, Set set,
                                   std::function<void(Position)> on_progress)
    : log_(log),
      derived_(derived),
      set_(std::move(set)),
      build_(log, derived, spec.make(set_.schema_version), set_.schema_version,
             set_.name),
      follower_(
          log, spec.gather, [this](Position) { return Step(); },
          [tell = std::move(on_progress)](const LogFollower::Progress& now) {
            tell(now.position);
          }) {}

absl::StatusOr<Position> ProjectionRunner::Step() {
  RETURN_IF_ERROR(build_.Step(log_->Head()).status());
  base::MutexLock lock(mutex_);
  parked_ = build_.parked_records();
  return build_.position();
}

ProjectionRunner::Progress ProjectionRunner::progress() const {
  LogFollower::Progress now = follower_.progress();
  base::MutexLock lock(mutex_);
  return {now.position, parked_, std::move(now.status)};
}

absl::StatusOr<std::vector<StreamId>> ProjectionRunner::ParkedStreams(
    const TenantId* tenant, size_t max_streams) const {
  return ParkedStreamsOf(*derived_, set_.name, tenant, max_streams);
}

}  // namespace rollbook::eventstore
