#include "tests/bench/large_store.h"

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/ids.h"
#include "base/mutex.h"
#include "base/status_macros.h"
#include "tests/bench/fill_store.h"
#include "tests/bench/grpc_load.h"
#include "tests/bench/measure.h"
#include "tests/bench/store_flags.h"
#include "tests/support/service.h"

namespace rollbook::bench {
namespace {

using Json = nlohmann::ordered_json;
using Ids = std::vector<base::UuidBytes>;

constexpr char kPartner[] = "bench";
constexpr absl::Duration kTellEvery = absl::Seconds(5);
constexpr absl::Duration kMaxSettling = absl::Minutes(20);
// Of a core: what an idle service takes, and no compaction.
constexpr double kQuiet = 0.03;
// The "any" of an empty store: so few that they stay in memory.
constexpr uint64_t kUsersOfAnEmptyStore = 2'000;

// Tells how a phase goes on, every few seconds.
class Progress {
 public:
  Progress(const char* phase, uint64_t users, pid_t server)
      : phase_(phase), users_(users), server_(server) {}

  void Tell(uint64_t done) {
    base::MutexLock lock(mutex_);
    const absl::Time now = absl::Now();
    if (now - told_ < kTellEvery) return;
    const double rate = static_cast<double>(done - told_done_) /
                        absl::ToDoubleSeconds(now - told_);
    std::fprintf(stderr, "%-9s %10lu of %lu %8.0f/s %6ld MiB resident\n",
                 phase_, static_cast<unsigned long>(done),
                 static_cast<unsigned long>(users_), rate,
                 static_cast<long>(ResidentMegabytes(server_)));
    told_ = now;
    told_done_ = done;
  }

 private:
  const char* const phase_;
  const uint64_t users_;
  const pid_t server_;
  base::Mutex mutex_;
  absl::Time told_ ABSL_GUARDED_BY(mutex_) = absl::Now();
  uint64_t told_done_ ABSL_GUARDED_BY(mutex_) = 0;
};

double DirectoryBytes(const std::string& directory) {
  uint64_t bytes = 0;
  for (const auto& entry :
       std::filesystem::recursive_directory_iterator(directory)) {
    if (entry.is_regular_file()) bytes += entry.file_size();
  }
  return static_cast<double>(bytes);
}

std::string TargetOf(const tests::Service& service) {
  return absl::StrCat("127.0.0.1:", service.grpc_port());
}

// Runs one phase of the filling; its JSON.
template <typename Work>
absl::StatusOr<Json> Phase(const char* name, const tests::Service& service,
                           FillOptions options, Work work) {
  Progress progress(name, options.users, service.pid());
  options.progress = [&](uint64_t done) { progress.Tell(done); };
  const absl::Time begin = absl::Now();
  RETURN_IF_ERROR(work(options));
  const double seconds = absl::ToDoubleSeconds(absl::Now() - begin);
  return Json{
      {"phase", name},
      {"seconds", seconds},
      {"per_s", static_cast<double>(options.users) / seconds},
      {"resident_mb", ResidentMegabytes(service.pid())},
  };
}

absl::StatusOr<Json> Build(const tests::Service& service, uint64_t users,
                           Ids& ids) {
  RETURN_IF_ERROR(service.CreatePartner(kPartner).status());
  const FillOptions fill = {.target = TargetOf(service),
                            .partner_id = kPartner,
                            .users = users,
                            .progress = nullptr};
  Json phases = Json::array();
  ASSIGN_OR_RETURN(Json imported, Phase("import", service, fill,
                                        [&](const FillOptions& options) {
                                          auto made = ImportUsers(options);
                                          if (made.ok()) ids = *std::move(made);
                                          return made.status();
                                        }));
  phases.push_back(std::move(imported));
  for (const int pass : {1, 2}) {
    ASSIGN_OR_RETURN(
        Json updated,
        Phase("update", service, fill, [&](const FillOptions& options) {
          return UpdateUsers(options, ids, pass);
        }));
    phases.push_back(std::move(updated));
  }
  return phases;
}

absl::StatusOr<double> SecondsToServe(tests::Service& service) {
  const absl::Time begin = absl::Now();
  RETURN_IF_ERROR(service.Start());
  return absl::ToDoubleSeconds(absl::Now() - begin);
}

// After a clean stop, and after a crash in the middle of creating.
absl::StatusOr<Json> Reopen(tests::Service& service,
                            const LargeStoreOptions& options) {
  RETURN_IF_ERROR(service.Stop().status());
  ASSIGN_OR_RETURN(const double stopped, SecondsToServe(service));
  GrpcLoadOptions load = {.target = TargetOf(service), .partner_id = kPartner};
  load.duration = absl::Seconds(options.seconds);
  RunCreateUsers(load, nullptr);
  service.Crash();
  ASSIGN_OR_RETURN(const double crashed, SecondsToServe(service));
  return Json{{"open_seconds", stopped}, {"open_after_crash_seconds", crashed}};
}

// Until compactions have come to an end, or for so long; seconds.
double Settle(const tests::Service& service) {
  const absl::Time begin = absl::Now();
  double cpu = CpuSeconds(service.pid());
  while (absl::Now() - begin < kMaxSettling) {
    absl::SleepFor(kTellEvery);
    const double now = CpuSeconds(service.pid());
    if (now - cpu < kQuiet * absl::ToDoubleSeconds(kTellEvery)) break;
    cpu = now;
  }
  return absl::ToDoubleSeconds(absl::Now() - begin);
}

struct Rates {
  std::vector<double> create;
  std::vector<double> get_new;
  std::vector<double> get_any;
  uint64_t failed = 0;

  // Creates, reads those who were created, then any of all users.
  void Measure(const char* name, const tests::Service& service,
               const LargeStoreOptions& options, const Ids& all) {
    GrpcLoadOptions load = {.target = TargetOf(service),
                            .partner_id = kPartner,
                            .in_flight = options.in_flight};
    load.duration = absl::Seconds(options.seconds);
    std::vector<std::string> ids;
    Add(RunCreateUsers(load, &ids), create);
    if (!ids.empty()) Add(RunGetUsers(load, ids), get_new);
    const auto id_of = [&](size_t i) { return base::FormatUuid(all[i]); };
    Add(RunGetUsers(load, all.size(), id_of), get_any);
    std::fprintf(stderr,
                 "%-6s create %8.0f/s, get them %8.0f/s, get any %8.0f/s\n",
                 name, create.back(), get_new.back(), get_any.back());
  }

  void Add(const LoadResult& result, std::vector<double>& rates) {
    rates.push_back(result.rate());
    failed += result.failed;
  }

  Json ToJson() const {
    return {{"create_per_s", Median(create)},
            {"get_new_per_s", Median(get_new)},
            {"get_any_per_s", Median(get_any)},
            {"failed", failed}};
  }
};

// In turns with a store that was empty a moment ago.
absl::StatusOr<Json> CompareWithEmpty(const tests::Service& large,
                                      const Ids& ids,
                                      const LargeStoreOptions& options) {
  tests::Service empty({.rollbookd_flags = DefaultStoreFlags()});
  RETURN_IF_ERROR(empty.Start());
  RETURN_IF_ERROR(empty.CreatePartner(kPartner).status());
  ASSIGN_OR_RETURN(const Ids few, ImportUsers({.target = TargetOf(empty),
                                               .partner_id = kPartner,
                                               .users = kUsersOfAnEmptyStore,
                                               .progress = nullptr}));
  Rates of_large;
  Rates of_empty;
  for (int round = 0; round < options.rounds; ++round) {
    of_empty.Measure("empty", empty, options, few);
    of_large.Measure("large", large, options, ids);
  }
  return Json{
      {"large", of_large.ToJson()},
      {"empty", of_empty.ToJson()},
      {"create_to_empty", MedianRatio(of_large.create, of_empty.create)},
      {"get_new_to_empty", MedianRatio(of_large.get_new, of_empty.get_new)},
      {"get_any_to_empty", MedianRatio(of_large.get_any, of_empty.get_any)},
      {"peak_resident_mb", PeakResidentMegabytes(large.pid())}};
}

}  // namespace

absl::StatusOr<Json> MeasureLargeStore(const LargeStoreOptions& options) {
  if (!options.directory.empty()) {
    std::filesystem::create_directories(options.directory);
  }
  tests::Service service({.rollbookd_flags = DefaultStoreFlags(),
                          .data_dir = options.directory.empty()
                                          ? ""
                                          : options.directory + "/data"});
  RETURN_IF_ERROR(service.Start());
  Ids ids;
  const absl::Time begin = absl::Now();
  ASSIGN_OR_RETURN(Json phases, Build(service, options.users, ids));
  const double seconds = absl::ToDoubleSeconds(absl::Now() - begin);
  const double events = static_cast<double>(options.users) * 3;
  Json report = {{"users", options.users},
                 {"events", options.users * 3},
                 {"build_seconds", seconds},
                 {"build_events_per_s", events / seconds},
                 {"phases", std::move(phases)}};
  const double bytes = DirectoryBytes(service.data_dir());
  report["build_peak_resident_mb"] = PeakResidentMegabytes(service.pid());
  report["disk_mb"] = bytes / 1e6;
  report["disk_bytes_per_event"] = bytes / events;
  ASSIGN_OR_RETURN(const Json opened, Reopen(service, options));
  report.update(opened);
  report["settle_seconds"] = Settle(service);
  ASSIGN_OR_RETURN(const Json rates, CompareWithEmpty(service, ids, options));
  report.update(rates);
  RETURN_IF_ERROR(service.Stop().status());
  if (!options.directory.empty()) {
    std::filesystem::remove_all(options.directory);
  }
  return report;
}

}  // namespace rollbook::bench
