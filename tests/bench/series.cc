#include "tests/bench/series.h"

#include <algorithm>
#include <cstdio>

namespace rollbook::bench {

double Series::Measure(const std::function<LoadResult()>& load) {
  const double before = CpuSeconds(server_);
  LoadResult result = load();
  const double cpu = CpuSeconds(server_) - before;
  rates_.push_back(result.rate());
  cpu_us_.push_back(cpu * 1e6 /
                    static_cast<double>(std::max<uint64_t>(result.ok, 1)));
  p50_.push_back(result.Percentile(0.5));
  p99_.push_back(result.Percentile(0.99));
  p999_.push_back(result.Percentile(0.999));
  failed_ += result.failed;
  std::fprintf(stderr, "%-24s %8.0f/s\n", name_.c_str(), result.rate());
  return result.rate();
}

double Series::RatioTo(const Series& floor) const {
  return MedianRatio(rates_, floor.rates_);
}

Json Series::ToJson() const {
  return {{"rate_per_s", Median(rates_)},
          {"p50_us", Median(p50_)},
          {"p99_us", Median(p99_)},
          {"p999_us", Median(p999_)},
          {"server_cpu_us_per_request", Median(cpu_us_)},
          {"failed", failed_}};
}

}  // namespace rollbook::bench
