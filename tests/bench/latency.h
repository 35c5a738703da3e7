#ifndef ROLLBOOK_TESTS_BENCH_LATENCY_H_
#define ROLLBOOK_TESTS_BENCH_LATENCY_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/time/time.h"

namespace rollbook::bench {

// What one load run gave. Latencies are kept one by one: a run is short, and
// p99.9 of a histogram with coarse buckets means little.
struct LoadResult {
  uint64_t ok = 0;
  uint64_t failed = 0;
  absl::Duration elapsed;
  std::vector<uint32_t> latencies_us;

  double rate() const {
    return static_cast<double>(ok) / absl::ToDoubleSeconds(elapsed);
  }

  // `quantile` in 0..1. Sorts in place.
  uint32_t Percentile(double quantile) {
    if (latencies_us.empty()) return 0;
    std::sort(latencies_us.begin(), latencies_us.end());
    const auto rank = static_cast<size_t>(
        quantile * static_cast<double>(latencies_us.size() - 1));
    return latencies_us[rank];
  }
};

}  // namespace rollbook::bench

#endif  // ROLLBOOK_TESTS_BENCH_LATENCY_H_
