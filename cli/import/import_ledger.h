#ifndef ROLLBOOK_CLI_IMPORT_IMPORT_LEDGER_H_
#define ROLLBOOK_CLI_IMPORT_IMPORT_LEDGER_H_

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <optional>

#include "absl/status/status.h"
#include "cli/failure.h"
#include "cli/import/line_reader.h"

namespace rollbook::cli {

// How far an import has come: everything up to and including `line` has its
// outcome, and the counts say which.
struct ImportMark {
  uint64_t line = 0;
  uint64_t offset = 0;
  uint64_t created = 0;
  uint64_t already_there = 0;
  uint64_t rejected = 0;
};

enum class LineOutcome { kCreated, kAlreadyThere, kRejected };

// The lines in flight. Outcomes may come in any order; they count, and
// rejected lines are handed on, in the order of the lines, so that a mark
// never covers a line whose outcome is unknown. Not thread-safe.
class ImportLedger {
 public:
  using OnRejected = std::function<absl::Status(const Line&, const Failure&)>;

  ImportLedger(ImportMark start, OnRejected on_rejected);

  // A line that was read; lines come in ascending order.
  void Add(Line line);

  // The outcome of a line. INTERNAL for a line that is not in flight; what
  // on_rejected returns otherwise.
  absl::Status Settle(uint64_t number, LineOutcome outcome, Failure failure);

  size_t in_flight() const { return in_flight_; }
  const ImportMark& mark() const { return mark_; }

 private:
  struct Entry {
    Line line;
    std::optional<LineOutcome> outcome;
    Failure failure;
  };

  absl::Status Count(const Entry& entry);

  const OnRejected on_rejected_;
  ImportMark mark_;
  // Includes lines with an outcome that wait for an earlier one.
  std::deque<Entry> entries_;
  size_t in_flight_ = 0;
};

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_IMPORT_IMPORT_LEDGER_H_
