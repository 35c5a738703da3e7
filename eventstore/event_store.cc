#include "eventstore/event_store.h"

#include <optional>

#include "absl/strings/cord.h"
#include "base/mutex.h"

namespace rollbook::eventstore {
namespace {

constexpr char kWouldBlockPayload[] = "rollbook/would-block";

}  // namespace

absl::Status WouldBlock() {
  absl::Status status = absl::UnavailableError("the disk would be needed");
  status.SetPayload(kWouldBlockPayload, absl::Cord());
  return status;
}

bool IsWouldBlock(const absl::Status& status) {
  return status.GetPayload(kWouldBlockPayload).has_value();
}

absl::StatusOr<AppendOutcome> EventStore::AppendAndWait(AppendRequest request) {
  base::Mutex mutex;
  base::CondVar finished;
  std::optional<absl::StatusOr<AppendOutcome>> outcome;
  Append(std::move(request), [&](absl::StatusOr<AppendOutcome> result) {
    base::MutexLock lock(mutex);
    outcome = std::move(result);
    finished.NotifyOne();
  });
  base::MutexLock lock(mutex);
  while (!outcome) finished.Wait(mutex);
  return *std::move(outcome);
}

}  // namespace rollbook::eventstore
