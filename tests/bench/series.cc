#include "tests/bench/series.h"

#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <sstream>

#include "absl/strings/str_cat.h"

namespace rollbook::bench {

absl::Duration CpuTime(pid_t pid) {
  std::ifstream file(absl::StrCat("/proc/", pid, "/stat"));
  std::string stat;
  std::getline(file, stat);
  // Fields 14 and 15 (utime, stime), counted behind the name in parentheses.
  std::istringstream fields(stat.substr(stat.rfind(')') + 2));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  int64_t user = 0;
  int64_t system = 0;
  fields >> user >> system;
  return absl::Seconds(user + system) / sysconf(_SC_CLK_TCK);
}

double Median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

double Series::Measure(const std::function<LoadResult()>& load) {
  const absl::Duration before = CpuTime(server_);
  LoadResult result = load();
  const absl::Duration cpu = CpuTime(server_) - before;
  rates_.push_back(result.rate());
  cpu_us_.push_back(absl::ToDoubleMicroseconds(cpu) /
                    static_cast<double>(std::max<uint64_t>(result.ok, 1)));
  p50_.push_back(result.Percentile(0.5));
  p99_.push_back(result.Percentile(0.99));
  p999_.push_back(result.Percentile(0.999));
  failed_ += result.failed;
  std::fprintf(stderr, "%-24s %8.0f/s\n", name_.c_str(), result.rate());
  return result.rate();
}

double Series::RatioTo(const Series& floor) const {
  std::vector<double> ratios;
  for (size_t i = 0; i < rates_.size(); ++i) {
    ratios.push_back(rates_[i] / floor.rates_[i]);
  }
  return Median(ratios);
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
