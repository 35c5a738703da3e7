#include "cli/import/import_ledger.h"

#include <algorithm>
#include <string>
#include <utility>

#include "base/status_macros.h"

namespace rollbook::cli {

ImportLedger::ImportLedger(ImportMark start, OnRejected on_rejected)
    : on_rejected_(std::move(on_rejected)), mark_(start) {}

void ImportLedger::Add(Line line) {
  entries_.push_back({std::move(line), std::nullopt, {}});
  ++in_flight_;
}

absl::Status ImportLedger::Settle(uint64_t number, LineOutcome outcome,
                                  Failure failure) {
  const auto found = std::lower_bound(
      entries_.begin(), entries_.end(), number,
      [](const Entry& entry, uint64_t n) { return entry.line.number < n; });
  if (found == entries_.end() || found->line.number != number ||
      found->outcome) {
    return absl::InternalError("the service answered for line " +
                               std::to_string(number) +
                               ", which is not in flight");
  }
  found->outcome = outcome;
  found->failure = std::move(failure);
  --in_flight_;
  while (!entries_.empty() && entries_.front().outcome) {
    RETURN_IF_ERROR(Count(entries_.front()));
    entries_.pop_front();
  }
  return absl::OkStatus();
}

absl::Status ImportLedger::Count(const Entry& entry) {
  if (*entry.outcome == LineOutcome::kRejected) {
    RETURN_IF_ERROR(on_rejected_(entry.line, entry.failure));
    ++mark_.rejected;
  } else if (*entry.outcome == LineOutcome::kCreated) {
    ++mark_.created;
  } else {
    ++mark_.already_there;
  }
  mark_.line = entry.line.number;
  mark_.offset = entry.line.end_offset;
  return absl::OkStatus();
}

}  // namespace rollbook::cli
