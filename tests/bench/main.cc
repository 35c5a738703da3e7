// rollbook-bench: how much Rollbook costs over what cannot be cheaper. Starts
// the real rollbookd on a directory of its own and, beside it, a server that
// does nothing with the same messages; loads one after the other, over and
// over, and prints one JSON object. Rates depend on the machine, ratios much
// less. docs/performance.md says how to read it.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <fstream>
#include <functional>
#include <iostream>
#include <nlohmann/json.hpp>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "tests/bench/floor_process.h"
#include "tests/bench/floor_server.h"
#include "tests/bench/grpc_load.h"
#include "tests/bench/http_load.h"
#include "tests/support/service.h"

namespace rollbook::bench {
namespace {

using Json = nlohmann::ordered_json;

constexpr char kPartner[] = "bench";
constexpr char kUnlimited[] = "1000000";

struct Flags {
  int rounds = 5;
  int seconds = 4;
  size_t in_flight = 256;
  size_t connections = 256;
  int soak_minutes = 0;
  std::string only;
  bool serve_floor = false;
};

// User and system time of a process so far.
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

int64_t ResidentMegabytes(pid_t pid) {
  std::ifstream file(absl::StrCat("/proc/", pid, "/statm"));
  int64_t size = 0;
  int64_t resident = 0;
  file >> size >> resident;
  return resident * sysconf(_SC_PAGESIZE) >> 20;
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// One thing that is measured, over all rounds.
class Series {
 public:
  Series(std::string name, pid_t server)
      : name_(std::move(name)), server_(server) {}

  void Measure(const std::function<LoadResult()>& load) {
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
  }

  // The median of the rounds' own ratios: each pair ran side by side.
  double RatioTo(const Series& floor) const {
    std::vector<double> ratios;
    for (size_t i = 0; i < rates_.size(); ++i) {
      ratios.push_back(rates_[i] / floor.rates_[i]);
    }
    return Median(ratios);
  }

  Json ToJson() const {
    return {{"rate_per_s", Median(rates_)},
            {"p50_us", Median(p50_)},
            {"p99_us", Median(p99_)},
            {"p999_us", Median(p999_)},
            {"server_cpu_us_per_request", Median(cpu_us_)},
            {"failed", failed_}};
  }

 private:
  const std::string name_;
  const pid_t server_;
  std::vector<double> rates_, cpu_us_, p50_, p99_, p999_;
  uint64_t failed_ = 0;
};

struct Target {
  const Flags& flags;
  const tests::Service& service;
  const tests::PartnerKey& key;
  const FloorProcess& floor;

  GrpcLoadOptions Grpc(uint16_t port) const {
    GrpcLoadOptions options;
    options.target = absl::StrCat("127.0.0.1:", port);
    options.partner_id = kPartner;
    options.in_flight = flags.in_flight;
    options.duration = absl::Seconds(flags.seconds);
    return options;
  }
  HttpLoadOptions Http(uint16_t port) const {
    HttpLoadOptions options;
    options.port = port;
    options.connections = flags.connections;
    options.duration = absl::Seconds(flags.seconds);
    options.api_key = key.api_key;
    options.hmac_secret = key.hmac_secret;
    return options;
  }
};

Json CompareWithFloors(const Target& target) {
  const pid_t service = target.service.pid();
  const pid_t floor = target.floor.pid();
  const GrpcLoadOptions grpc = target.Grpc(target.service.grpc_port());
  const GrpcLoadOptions grpc_floor = target.Grpc(target.floor.grpc_port());
  const HttpLoadOptions http = target.Http(target.service.http_port());
  const HttpLoadOptions http_floor = target.Http(target.floor.http_port());

  Series empty_create("empty CreateUser", floor);
  Series create("CreateUser", service);
  Series empty_get("empty GetUser", floor);
  Series get("GetUser", service);
  Series empty_post("empty HTTP answer", floor);
  Series post("signed REST create", service);
  std::vector<std::string> ids;
  for (int round = 0; round < target.flags.rounds; ++round) {
    empty_create.Measure([&] { return RunCreateUsers(grpc_floor, nullptr); });
    create.Measure([&] { return RunCreateUsers(grpc, &ids); });
    if (ids.empty()) break;
    empty_get.Measure([&] { return RunGetUsers(grpc_floor, ids); });
    get.Measure([&] { return RunGetUsers(grpc, ids); });
    empty_post.Measure([&] { return RunHttpCreates(http_floor); });
    post.Measure([&] { return RunHttpCreates(http); });
  }
  return {{"empty_create_user", empty_create.ToJson()},
          {"create_user", create.ToJson()},
          {"empty_get_user", empty_get.ToJson()},
          {"get_user", get.ToJson()},
          {"empty_http", empty_post.ToJson()},
          {"rest_create", post.ToJson()},
          {"create_user_to_empty", create.RatioTo(empty_create)},
          {"get_user_to_empty", get.RatioTo(empty_get)},
          {"rest_create_to_empty", post.RatioTo(empty_post)}};
}

// One of the loads alone, for a profiler.
Json RunOnly(const Target& target) {
  GrpcLoadOptions grpc = target.Grpc(target.service.grpc_port());
  Series series(target.flags.only, target.service.pid());
  std::vector<std::string> ids;
  if (target.flags.only == "get_user") {
    grpc.duration = absl::Seconds(2);
    RunCreateUsers(grpc, &ids);
    grpc.duration = absl::Seconds(target.flags.seconds);
  }
  for (int round = 0; round < target.flags.rounds; ++round) {
    series.Measure([&] {
      if (target.flags.only == "get_user") return RunGetUsers(grpc, ids);
      if (target.flags.only == "create_user") {
        return RunCreateUsers(grpc, nullptr);
      }
      return RunHttpCreates(target.Http(target.service.http_port()));
    });
  }
  return {{target.flags.only, series.ToJson()}};
}

// Creates and reads for minutes, and the daemon's memory after each.
Json Soak(const Target& target) {
  GrpcLoadOptions grpc = target.Grpc(target.service.grpc_port());
  HttpLoadOptions http = target.Http(target.service.http_port());
  Json minutes = Json::array();
  for (int minute = 0; minute < target.flags.soak_minutes; ++minute) {
    std::vector<std::string> ids;
    grpc.duration = http.duration = absl::Seconds(20);
    const LoadResult created = RunCreateUsers(grpc, &ids);
    const LoadResult read = RunGetUsers(grpc, ids);
    const LoadResult posted = RunHttpCreates(http);
    minutes.push_back(
        {{"create_per_s", created.rate()},
         {"get_per_s", read.rate()},
         {"rest_create_per_s", posted.rate()},
         {"failed", created.failed + read.failed + posted.failed},
         {"resident_mb", ResidentMegabytes(target.service.pid())}});
    std::cerr << minutes.back().dump() << std::endl;
  }
  return minutes;
}

// A partner whose rate is not what is measured.
absl::StatusOr<tests::PartnerKey> CreatePartner(const tests::Service& service) {
  const auto key = service.CreatePartner(kPartner);
  if (!key.ok()) return key;
  const auto updated =
      service.Cli({"partner", "update", "--id", kPartner, "--read_rate",
                   kUnlimited, "--write_rate", kUnlimited});
  if (!updated.ok()) return updated.status();
  if (updated->exit.code != 0) return absl::InternalError(updated->err);
  return key;
}

int Run(const Flags& flags) {
  auto floor = FloorProcess::Start();
  // A soak must see memory that grows for ever, not a cache that fills.
  tests::Service service(
      {.rollbookd_flags = {flags.soak_minutes > 0 ? "--user_cache_mb=8"
                                                  : "--user_cache_mb=256"}});
  const absl::Status started = service.Start();
  const absl::StatusOr<tests::PartnerKey> key =
      started.ok() ? CreatePartner(service) : started;
  if (!floor.ok() || !key.ok()) {
    std::cerr << "cannot start: " << floor.status() << " " << key.status()
              << "\n";
    return 1;
  }
  const Target target{flags, service, *key, *floor};
  Json report = {{"in_flight", flags.in_flight},
                 {"connections", flags.connections},
                 {"cores", sysconf(_SC_NPROCESSORS_ONLN)}};
  if (flags.soak_minutes > 0) {
    report["minutes"] = Soak(target);
  } else if (!flags.only.empty()) {
    report.update(RunOnly(target));
  } else {
    report.update(CompareWithFloors(target));
  }
  report["resident_mb"] = ResidentMegabytes(service.pid());
  std::cout << report.dump(2) << std::endl;
  return 0;
}

}  // namespace
}  // namespace rollbook::bench

int main(int argc, char** argv) {
  rollbook::bench::Flags flags;
  CLI::App app(
      "Measures Rollbook beside floors in the same run; prints JSON.\n"
      "Needs ROLLBOOK_BIN: the directory of the binaries.");
  app.add_option("--rounds", flags.rounds, "Rounds; medians are printed")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--seconds", flags.seconds, "Seconds per measurement")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  app.add_option("--in_flight", flags.in_flight, "gRPC calls under way")
      ->capture_default_str();
  app.add_option("--connections", flags.connections, "HTTP connections")
      ->capture_default_str();
  app.add_option("--soak_minutes", flags.soak_minutes,
                 "Instead: load for so long and print the memory per minute");
  app.add_option("--only", flags.only,
                 "Instead: this load alone, without its floor")
      ->check(CLI::IsMember({"create_user", "get_user", "rest_create"}));
  app.add_flag("--serve_floor", flags.serve_floor)->group("");
  CLI11_PARSE(app, argc, argv);
  return flags.serve_floor ? rollbook::bench::RunFloorServer()
                           : rollbook::bench::Run(flags);
}
