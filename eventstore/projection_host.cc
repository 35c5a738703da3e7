#include "eventstore/projection_host.h"

#include <string_view>
#include <utility>

#include "absl/time/clock.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "eventstore/projection_checkpoint.h"
#include "eventstore/projection_keys.h"

namespace rollbook::eventstore {
namespace {

constexpr absl::Duration kLookInterval = absl::Milliseconds(10);

// On disk: must not change.
constexpr std::string_view kSecondSuffix = "~";
constexpr std::string_view kScratchSuffix = "?";
constexpr std::string_view kLiveSuffix = "@";
constexpr std::string_view kSecondIsLive = "2";

std::string LiveKey(const std::string& name) {
  return ProjectionPrefix(name + std::string(kLiveSuffix));
}

}  // namespace

absl::StatusOr<std::unique_ptr<ProjectionHost>> ProjectionHost::Start(
    EventStore* log, DerivedStore* derived, ProjectionSpec spec) {
  std::unique_ptr<ProjectionHost> host(
      new ProjectionHost(log, derived, std::move(spec)));
  ASSIGN_OR_RETURN(const bool second, host->SecondIsLive());
  for (const std::string& left : {host->NameOf(!second), host->ScratchName()}) {
    RETURN_IF_ERROR(derived->DeletePrefix(ProjectionPrefix(left)));
  }
  ASSIGN_OR_RETURN(const uint32_t version, host->VersionToServe(second));
  {
    base::MutexLock lock(host->mutex_);
    host->second_ = second;
  }
  const Position head = log->Head();
  ASSIGN_OR_RETURN(auto runner, host->StartRunner(second, version));
  if (runner->began_at() == Position{}) host->complete_from_ = head;
  host->waiters_.Advance(runner->progress().position.number);
  base::MutexLock lock(host->mutex_);
  host->runner_ = std::move(runner);
  if (version != host->spec_.schema_version) {
    host->upgrade_ = std::thread([self = host.get()] { self->Upgrade(); });
  }
  return host;
}

ProjectionHost::ProjectionHost(EventStore* log, DerivedStore* derived,
                               ProjectionSpec spec)
    : log_(log), derived_(derived), spec_(std::move(spec)) {}

ProjectionHost::~ProjectionHost() {
  Stop();
  if (upgrade_.joinable()) upgrade_.join();
  if (const auto runner = live(); runner != nullptr) runner->Stop();
  waiters_.Close();
}

std::string ProjectionHost::NameOf(bool second) const {
  return second ? spec_.name + std::string(kSecondSuffix) : spec_.name;
}

std::string ProjectionHost::ScratchName() const {
  return spec_.name + std::string(kScratchSuffix);
}

absl::StatusOr<bool> ProjectionHost::SecondIsLive() const {
  ASSIGN_OR_RETURN(const auto row, derived_->Get(LiveKey(spec_.name)));
  return row.has_value() && *row == kSecondIsLive;
}

absl::StatusOr<uint32_t> ProjectionHost::VersionToServe(bool second) const {
  ASSIGN_OR_RETURN(const auto row,
                   derived_->Get(ProjectionCheckpointKey(NameOf(second))));
  const auto checkpoint = row ? ParseProjectionCheckpoint(*row) : std::nullopt;
  const bool known =
      checkpoint && spec_.make(checkpoint->schema_version) != nullptr;
  return known ? checkpoint->schema_version : spec_.schema_version;
}

absl::StatusOr<std::shared_ptr<ProjectionRunner>> ProjectionHost::StartRunner(
    bool second, uint32_t schema_version) {
  return ProjectionRunner::Start(log_, derived_, spec_,
                                 {schema_version, NameOf(second)},
                                 [this, second](Position position) {
                                   {
                                     base::MutexLock lock(mutex_);
                                     // Not the live one's.
                                     if (second != second_) return;
                                   }
                                   waiters_.Advance(position.number);
                                 });
}

std::shared_ptr<ProjectionRunner> ProjectionHost::live() const {
  base::MutexLock lock(mutex_);
  return runner_;
}

ProjectionHost::Rows ProjectionHost::rows() const {
  auto runner = live();
  const ProjectionRunner::Set& set = runner->set();
  return {ProjectionRowPrefix(set.name), set.schema_version, runner};
}

ProjectionRunner::Progress ProjectionHost::progress() const {
  return live()->progress();
}

absl::StatusOr<bool> ProjectionHost::Degraded(const Rows& rows,
                                              const TenantId* tenant) const {
  const ProjectionRunner::Progress now = rows.runner->progress();
  if (!now.status.ok() || now.position < complete_from_) return true;
  if (now.parked == 0) return false;
  ASSIGN_OR_RETURN(const auto streams, rows.runner->ParkedStreams(tenant, 1));
  return !streams.empty();
}

std::optional<ProjectionHost::Rebuilding> ProjectionHost::rebuilding() const {
  // Ends, if it is the last to hold it, without the lock.
  std::shared_ptr<ProjectionRunner> runner;
  {
    base::MutexLock lock(mutex_);
    if (!rebuilding_) return std::nullopt;
    runner = building_.lock();
  }
  Rebuilding now{spec_.schema_version, {}};
  if (runner != nullptr) now.position = runner->progress().position;
  return now;
}

absl::Status ProjectionHost::upgrade_status() const {
  base::MutexLock lock(mutex_);
  return upgrade_status_;
}

uint64_t ProjectionHost::WaitForHead(Position position,
                                     absl::AnyInvocable<void()> wake) {
  live()->Hurry(position.number);
  return waiters_.Add(position.number, std::move(wake));
}

void ProjectionHost::Upgrade() {
  absl::Status upgraded = Rebuild();
  base::MutexLock lock(mutex_);
  upgrade_status_ = std::move(upgraded);
}

absl::Status ProjectionHost::Rebuild() {
  bool second = false;
  {
    base::MutexLock lock(mutex_);
    if (rebuilding_) return base::Error(base::Reason::kOverloaded);
    rebuilding_ = true;
    second = !second_;
  }
  absl::Status status = BuildBeside(second);
  base::MutexLock lock(mutex_);
  rebuilding_ = false;
  return status;
}

absl::Status ProjectionHost::BuildBeside(bool second) {
  RETURN_IF_ERROR(derived_->DeletePrefix(ProjectionPrefix(NameOf(second))));
  ASSIGN_OR_RETURN(auto runner, StartRunner(second, spec_.schema_version));
  {
    base::MutexLock lock(mutex_);
    building_ = runner;
  }
  std::shared_ptr<ProjectionRunner> replaced = live();
  RETURN_IF_ERROR(CatchUp(*runner));
  // The live one must not get ahead again: what readers see never goes back.
  replaced->Stop();
  absl::Status status = CatchUp(*runner);
  if (status.ok()) status = SwapTo(std::move(runner), second);
  if (!status.ok() && live() == replaced) replaced->GoOn();
  RETURN_IF_ERROR(status);
  // Its readers go on to the end of what they read.
  while (replaced.use_count() > 1) {
    if (stop_) return base::Error(base::Reason::kShuttingDown);
    absl::SleepFor(kLookInterval);
  }
  replaced.reset();
  return derived_->DeletePrefix(ProjectionPrefix(NameOf(!second)));
}

absl::Status ProjectionHost::CatchUp(const ProjectionRunner& runner) const {
  for (;;) {
    const ProjectionRunner::Progress progress = runner.progress();
    RETURN_IF_ERROR(progress.status);
    if (progress.position >= this->progress().position) {
      return absl::OkStatus();
    }
    if (stop_) return base::Error(base::Reason::kShuttingDown);
    absl::SleepFor(kLookInterval);
  }
}

absl::Status ProjectionHost::SwapTo(std::shared_ptr<ProjectionRunner> runner,
                                    bool second) {
  RETURN_IF_ERROR(
      derived_->Write({{LiveKey(spec_.name),
                        second ? std::string(kSecondIsLive) : std::string()}}));
  {
    base::MutexLock lock(mutex_);
    runner_ = runner;
    second_ = second;
  }
  waiters_.Advance(runner->progress().position.number);
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<ProjectionVerifier>> ProjectionHost::Verify() {
  base::MutexLock lock(mutex_);
  if (verifier_.lock() != nullptr) {
    return base::Error(base::Reason::kOverloaded);
  }
  auto verifier = std::make_shared<ProjectionVerifier>(
      log_, derived_, spec_, runner_->set(), ScratchName());
  verifier_ = verifier;
  return verifier;
}

}  // namespace rollbook::eventstore
