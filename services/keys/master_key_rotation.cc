#include "services/keys/master_key_rotation.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "base/mutex.h"
#include "base/status_macros.h"

namespace rollbook::services {
namespace {

using eventstore::SideWrite;
using eventstore::StreamId;

// Rows that are under way together: enough to share fsyncs, few enough to
// leave the queue to those who wait for an answer.
constexpr size_t kPageRows = 256;
constexpr size_t kCountedRows = 4096;

eventstore::AppendRequest Replace(const StreamId& stream, std::string before,
                                  std::string after) {
  eventstore::AppendRequest request;
  request.stream = stream;
  SideWrite& row = request.side_writes.emplace_back();
  row.family = SideWrite::Family::kKeys;
  row.value = std::move(after);
  row.expected = std::move(before);
  return request;
}

// Counts the appends of a page, and waits for all of them.
class Page {
 public:
  void Add(eventstore::EventStore& store, eventstore::AppendRequest request) {
    {
      base::MutexLock lock(mutex_);
      ++under_way_;
    }
    store.Append(std::move(request),
                 [this](absl::StatusOr<eventstore::AppendOutcome> outcome) {
                   Finish(outcome);
                 });
  }

  // How many rows were replaced; those that changed meanwhile were not.
  absl::StatusOr<uint64_t> Wait() {
    base::MutexLock lock(mutex_);
    while (under_way_ > 0) finished_.Wait(mutex_);
    RETURN_IF_ERROR(status_);
    return replaced_;
  }

 private:
  void Finish(const absl::StatusOr<eventstore::AppendOutcome>& outcome) {
    base::MutexLock lock(mutex_);
    status_.Update(outcome.status());
    if (outcome.ok() &&
        std::holds_alternative<eventstore::Appended>(*outcome)) {
      ++replaced_;
    }
    if (--under_way_ == 0) finished_.NotifyAll();
  }

  base::Mutex mutex_;
  base::CondVar finished_;
  size_t under_way_ ABSL_GUARDED_BY(mutex_) = 0;
  uint64_t replaced_ ABSL_GUARDED_BY(mutex_) = 0;
  absl::Status status_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

MasterKeyRotation::MasterKeyRotation(eventstore::EventStore* store,
                                     KeyVault* vault, const base::Clock* clock,
                                     OnProgress on_progress)
    : store_(store),
      vault_(vault),
      clock_(clock),
      on_progress_(std::move(on_progress)),
      thread_([this] { Run(); }) {}

MasterKeyRotation::~MasterKeyRotation() {
  stopping_ = true;
  thread_.join();
}

MasterKeyRotation::Progress MasterKeyRotation::progress() const {
  base::MutexLock lock(mutex_);
  return progress_;
}

void MasterKeyRotation::Publish(const Progress& progress) {
  base::MutexLock lock(mutex_);
  progress_ = progress;
}

absl::StatusOr<uint64_t> MasterKeyRotation::CountRows() {
  uint64_t rows = 0;
  std::optional<StreamId> last;
  while (!stopping_) {
    ASSIGN_OR_RETURN(auto page, store_->ScanKeys(last, kCountedRows));
    if (page.empty()) break;
    rows += page.size();
    last = std::move(page.back().first);
  }
  return rows;
}

void MasterKeyRotation::Run() {
  Progress progress;
  uint64_t reported = 0;
  std::optional<StreamId> last;
  const absl::StatusOr<uint64_t> rows = CountRows();
  progress.status = rows.status();
  if (rows.ok()) progress.total = *rows;
  while (!stopping_) {
    if (progress.status.ok()) {
      const absl::StatusOr<bool> more = Step(last, progress);
      progress.status = more.status();
      if (more.ok() && !*more) {
        progress.status = vault_->EndRotation();
        progress.done = progress.status.ok();
        progress.done_time = clock_->Now();
      }
    }
    progress.total = std::max(progress.total, progress.seen);
    Publish(progress);
    const bool ended = progress.done || !progress.status.ok();
    if (ended || progress.seen - reported >= kReportEvery) {
      reported = progress.seen;
      on_progress_(progress);
    }
    if (ended) return;
  }
}

absl::StatusOr<bool> MasterKeyRotation::Step(std::optional<StreamId>& last,
                                             Progress& progress) {
  ASSIGN_OR_RETURN(auto rows, store_->ScanKeys(last, kPageRows));
  if (rows.empty()) return false;
  last = rows.back().first;
  progress.seen += rows.size();
  Page page;
  absl::Status status;
  for (auto& [stream, row] : rows) {
    auto rewrapped = vault_->Rewrap(stream, row);
    status.Update(rewrapped.status());
    if (!status.ok()) break;
    if (*rewrapped) {
      page.Add(*store_,
               Replace(stream, std::move(row), **std::move(rewrapped)));
    }
  }
  // Also when one of them failed: the page must outlive its appends.
  const absl::StatusOr<uint64_t> replaced = page.Wait();
  RETURN_IF_ERROR(status);
  RETURN_IF_ERROR(replaced.status());
  progress.rewrapped += *replaced;
  return true;
}

}  // namespace rollbook::services
