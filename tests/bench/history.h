#ifndef ROLLBOOK_TESTS_BENCH_HISTORY_H_
#define ROLLBOOK_TESTS_BENCH_HISTORY_H_

#include <cstdint>
#include <nlohmann/json.hpp>

#include "absl/status/statusor.h"

namespace rollbook::bench {

struct HistoryOptions {
  uint64_t users = 100'000;
  int rounds = 5;
};

// How fast the history is read: ReadLog over gRPC, as records and as events,
// and the rebuild of the current states, each beside a bare scan of the same
// log, and beside a server that streams as much without a store. Makes a store
// of the real rollbookd with three events a user.
absl::StatusOr<nlohmann::ordered_json> MeasureHistory(
    const HistoryOptions& options);

}  // namespace rollbook::bench

#endif  // ROLLBOOK_TESTS_BENCH_HISTORY_H_
