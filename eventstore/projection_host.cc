#include "eventstore/projection_host.h"

#include <string_view>
#include <utility>

#include "absl/time/clock.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "eventstore/projection_keys.h"

namespace rollbook::eventstore {
namespace {

constexpr absl::Duration kLookInterval = absl::Milliseconds(10);
constexpr int kGenerationShift = 48;
constexpr uint64_t kWaitMask = (uint64_t{1} << kGenerationShift) - 1;

// On disk: must not change.
constexpr std::string_view kSecondSuffix = "~";
constexpr std::string_view kLiveSuffix = "@";
constexpr std::string_view kSecondIsLive = "2";

// A projection under another name, and so under another prefix.
class Renamed final : public Projection {
 public:
  Renamed(std::unique_ptr<Projection> projection, std::string name)
      : projection_(std::move(projection)), name_(std::move(name)) {}

  std::string_view name() const override { return name_; }
  uint32_t schema_version() const override {
    return projection_->schema_version();
  }
  absl::Status Apply(const Record& record, ProjectionRows& rows) override {
    return projection_->Apply(record, rows);
  }

 private:
  const std::unique_ptr<Projection> projection_;
  const std::string name_;
};

}  // namespace

absl::StatusOr<std::unique_ptr<ProjectionHost>> ProjectionHost::Start(
    EventStore* log, DerivedStore* derived, Factory factory) {
  std::unique_ptr<ProjectionHost> host(
      new ProjectionHost(log, derived, std::move(factory)));
  ASSIGN_OR_RETURN(const bool second, host->SecondIsLive());
  RETURN_IF_ERROR(
      derived->DeletePrefix(ProjectionPrefix(host->NameOf(!second))));
  ASSIGN_OR_RETURN(auto runner, host->StartRunner(second));
  base::MutexLock lock(host->mutex_);
  host->second_ = second;
  host->runner_ = std::move(runner);
  return host;
}

ProjectionHost::ProjectionHost(EventStore* log, DerivedStore* derived,
                               Factory factory)
    : log_(log),
      derived_(derived),
      factory_(std::move(factory)),
      name_(factory_()->name()) {}

ProjectionHost::~ProjectionHost() = default;

std::string ProjectionHost::NameOf(bool second) const {
  return second ? name_ + std::string(kSecondSuffix) : name_;
}

absl::StatusOr<bool> ProjectionHost::SecondIsLive() const {
  ASSIGN_OR_RETURN(
      const auto row,
      derived_->Get(ProjectionPrefix(name_ + std::string(kLiveSuffix))));
  return row.has_value() && *row == kSecondIsLive;
}

absl::StatusOr<std::shared_ptr<ProjectionRunner>> ProjectionHost::StartRunner(
    bool second) {
  return ProjectionRunner::Start(
      log_, derived_, std::make_unique<Renamed>(factory_(), NameOf(second)));
}

ProjectionHost::Rows ProjectionHost::rows() const {
  base::MutexLock lock(mutex_);
  return {ProjectionRowPrefix(NameOf(second_)), runner_};
}

ProjectionRunner::Progress ProjectionHost::progress() const {
  return rows().runner->progress();
}

bool ProjectionHost::rebuilding() const {
  base::MutexLock lock(mutex_);
  return rebuilding_;
}

uint64_t ProjectionHost::WaitForHead(Position position,
                                     absl::AnyInvocable<void()> wake) {
  std::shared_ptr<ProjectionRunner> runner;
  uint64_t generation = 0;
  {
    base::MutexLock lock(mutex_);
    runner = runner_;
    generation = generation_;
  }
  const uint64_t id = runner->WaitForHead(position, std::move(wake));
  return (generation << kGenerationShift) | (id & kWaitMask);
}

void ProjectionHost::CancelWait(uint64_t id) {
  std::shared_ptr<ProjectionRunner> runner;
  {
    base::MutexLock lock(mutex_);
    // A runner that was replaced has woken everybody.
    if (id >> kGenerationShift != generation_) return;
    runner = runner_;
  }
  runner->CancelWait(id & kWaitMask);
}

absl::Status ProjectionHost::Rebuild() {
  bool second = false;
  {
    base::MutexLock lock(mutex_);
    if (rebuilding_) return base::Error(base::Reason::kOverloaded);
    rebuilding_ = true;
    second = !second_;
  }
  absl::Status status =
      derived_->DeletePrefix(ProjectionPrefix(NameOf(second)));
  if (status.ok()) {
    auto runner = StartRunner(second);
    status = runner.ok() ? CatchUp(**runner) : runner.status();
    if (status.ok()) status = SwapTo(*std::move(runner), second);
  }
  base::MutexLock lock(mutex_);
  rebuilding_ = false;
  return status;
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
  DerivedStore::Changes live;
  live[ProjectionPrefix(name_ + std::string(kLiveSuffix))] =
      second ? std::string(kSecondIsLive) : std::string();
  RETURN_IF_ERROR(derived_->Write(live));
  {
    base::MutexLock lock(mutex_);
    std::swap(runner_, runner);
    second_ = second;
    ++generation_;
  }
  // Its readers go on to the end of what they read.
  while (runner.use_count() > 1) {
    if (stop_) return base::Error(base::Reason::kShuttingDown);
    absl::SleepFor(kLookInterval);
  }
  runner.reset();
  return derived_->DeletePrefix(ProjectionPrefix(NameOf(!second)));
}

}  // namespace rollbook::eventstore
