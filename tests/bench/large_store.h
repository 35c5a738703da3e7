#ifndef ROLLBOOK_TESTS_BENCH_LARGE_STORE_H_
#define ROLLBOOK_TESTS_BENCH_LARGE_STORE_H_

#include <cstddef>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "absl/status/statusor.h"

namespace rollbook::bench {

struct LargeStoreOptions {
  uint64_t users = 10'000'000;
  // Where it is made, and deleted afterwards; empty: in $TMPDIR.
  std::string directory;
  int rounds = 5;
  int seconds = 5;
  size_t in_flight = 256;
};

// A store of many users with three events each, built by the real rollbookd:
// imported, then changed twice. How long that took, what it takes of the disk
// and of memory, how long it takes to open after a stop and after a crash, and
// what it does beside an empty store that runs at the same time. Tells its
// progress on standard error.
absl::StatusOr<nlohmann::ordered_json> MeasureLargeStore(
    const LargeStoreOptions& options);

}  // namespace rollbook::bench

#endif  // ROLLBOOK_TESTS_BENCH_LARGE_STORE_H_
