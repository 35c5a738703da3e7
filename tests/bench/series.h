#ifndef ROLLBOOK_TESTS_BENCH_SERIES_H_
#define ROLLBOOK_TESTS_BENCH_SERIES_H_

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "tests/bench/latency.h"
#include "tests/bench/measure.h"

namespace rollbook::bench {

using Json = nlohmann::ordered_json;

// One thing that is measured, over all rounds.
class Series {
 public:
  // `server` is the process that does the work.
  Series(std::string name, pid_t server)
      : name_(std::move(name)), server_(server) {}

  // Runs the load as one round, and returns its rate.
  double Measure(const std::function<LoadResult()>& load);

  // The median of the rounds' own ratios: each pair ran side by side.
  double RatioTo(const Series& floor) const;

  Json ToJson() const;

 private:
  const std::string name_;
  const pid_t server_;
  std::vector<double> rates_, cpu_us_, p50_, p99_, p999_;
  uint64_t failed_ = 0;
};

}  // namespace rollbook::bench

#endif  // ROLLBOOK_TESTS_BENCH_SERIES_H_
