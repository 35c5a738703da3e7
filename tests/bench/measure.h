#ifndef ROLLBOOK_TESTS_BENCH_MEASURE_H_
#define ROLLBOOK_TESTS_BENCH_MEASURE_H_

#include <sys/types.h>
#include <unistd.h>

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

// What the benchmarks say of processes and of numbers.
namespace rollbook::bench {

inline int64_t ResidentMegabytes(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/statm");
  int64_t size = 0;
  int64_t resident = 0;
  file >> size >> resident;
  return resident * sysconf(_SC_PAGESIZE) >> 20;
}

// The most it ever was.
inline int64_t PeakResidentMegabytes(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/status");
  for (std::string name; file >> name;) {
    int64_t kilobytes = 0;
    if (name == "VmHWM:" && file >> kilobytes) return kilobytes >> 10;
  }
  return 0;
}

// User and system time of a process so far.
inline double CpuSeconds(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/stat");
  std::string stat;
  std::getline(file, stat);
  // Fields 14 and 15 (utime, stime), counted behind the name in parentheses.
  std::istringstream fields(stat.substr(stat.rfind(')') + 2));
  std::string skipped;
  for (int i = 0; i < 11; ++i) fields >> skipped;
  int64_t user = 0;
  int64_t system = 0;
  fields >> user >> system;
  return static_cast<double>(user + system) /
         static_cast<double>(sysconf(_SC_CLK_TCK));
}

// 0 of no values.
inline double Median(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// The median of the rounds' own ratios: each pair ran side by side.
inline double MedianRatio(const std::vector<double>& values,
                          const std::vector<double>& floors) {
  std::vector<double> ratios;
  for (size_t i = 0; i < values.size(); ++i) {
    ratios.push_back(values[i] / floors[i]);
  }
  return Median(ratios);
}

}  // namespace rollbook::bench

#endif  // ROLLBOOK_TESTS_BENCH_MEASURE_H_
