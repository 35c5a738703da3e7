// rollbook-bench: how much Rollbook costs over what cannot be cheaper. Starts
// the real rollbookd on a directory of its own and, beside it, a server that
// does nothing with the same messages; loads one after the other, over and
// over, and prints one JSON object. Rates depend on the machine, ratios much
// less. docs/performance.md says how to read it.

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cstdlib>
#include <iostream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "tests/bench/auth_cost.h"
#include "tests/bench/flood.h"
#include "tests/bench/floor_process.h"
#include "tests/bench/floor_server.h"
#include "tests/bench/grpc_load.h"
#include "tests/bench/http_load.h"
#include "tests/bench/http_requests.h"
#include "tests/bench/measure.h"
#include "tests/bench/series.h"
#include "tests/bench/store_flags.h"
#include "tests/support/service.h"
#include "tests/support/token_issuer.h"

namespace rollbook::bench {
namespace {

constexpr char kPartner[] = "bench";
constexpr char kTokenPartner[] = "bench-tokens";
constexpr char kClient[] = "bench-client";
constexpr char kUnlimited[] = "1000000";
// Of what the same load reaches without a pause: moderate traffic.
constexpr double kModerate = 0.5;

struct Flags {
  int rounds = 5;
  int seconds = 4;
  size_t in_flight = 256;
  size_t connections = 256;
  int soak_minutes = 0;
  std::string only;
  bool serve_floor = false;
};

struct Target {
  const Flags& flags;
  const tests::Service& service;
  const tests::PartnerKey& key;
  const tests::TokenIssuer& issuer;
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
    return options;
  }
  Flood MakeFlood() const {
    return Flood(service.pid(), Http(service.http_port()), SignedCreates(key),
                 BadlySignedCreates(key));
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
  Series post_token("JWT REST create", service);
  Flood flood = target.MakeFlood();
  std::vector<std::string> ids;
  for (int round = 0; round < target.flags.rounds; ++round) {
    empty_create.Measure([&] { return RunCreateUsers(grpc_floor, nullptr); });
    create.Measure([&] { return RunCreateUsers(grpc, &ids); });
    if (ids.empty()) break;
    empty_get.Measure([&] { return RunGetUsers(grpc_floor, ids); });
    get.Measure([&] { return RunGetUsers(grpc, ids); });
    empty_post.Measure(
        [&] { return RunHttpLoad(http_floor, SignedCreates(target.key)); });
    const double rate = post.Measure(
        [&] { return RunHttpLoad(http, SignedCreates(target.key)); });
    post_token.Measure([&] {
      return RunHttpLoad(http, TokenCreates(target.issuer.Token(kClient)));
    });
    flood.Measure(rate * kModerate);
  }
  return {{"empty_create_user", empty_create.ToJson()},
          {"create_user", create.ToJson()},
          {"empty_get_user", empty_get.ToJson()},
          {"get_user", get.ToJson()},
          {"empty_http", empty_post.ToJson()},
          {"rest_create", post.ToJson()},
          {"rest_create_by_token", post_token.ToJson()},
          {"create_user_to_empty", create.RatioTo(empty_create)},
          {"get_user_to_empty", get.RatioTo(empty_get)},
          {"rest_create_to_empty", post.RatioTo(empty_post)},
          {"rest_create_by_token_to_empty", post_token.RatioTo(empty_post)},
          {"authentication_us", MeasureAuthentication(target.flags.rounds)},
          {"flood", flood.ToJson()}};
}

Json RunFlood(const Target& target) {
  const HttpLoadOptions http = target.Http(target.service.http_port());
  Flood flood = target.MakeFlood();
  for (int round = 0; round < target.flags.rounds; ++round) {
    flood.Measure(kModerate *
                  RunHttpLoad(http, SignedCreates(target.key)).rate());
  }
  return flood.ToJson();
}

Json RunLoad(const Target& target, const std::string& name) {
  GrpcLoadOptions grpc = target.Grpc(target.service.grpc_port());
  Series series(name, target.service.pid());
  std::vector<std::string> ids;
  if (name == "get_user") {
    grpc.duration = absl::Seconds(2);
    RunCreateUsers(grpc, &ids);
    grpc.duration = absl::Seconds(target.flags.seconds);
  }
  for (int round = 0; round < target.flags.rounds; ++round) {
    series.Measure([&] {
      if (name == "get_user") return RunGetUsers(grpc, ids);
      if (name == "create_user") return RunCreateUsers(grpc, nullptr);
      return RunHttpLoad(target.Http(target.service.http_port()),
                         name == "rest_create"
                             ? SignedCreates(target.key)
                             : TokenCreates(target.issuer.Token(kClient)));
    });
  }
  return series.ToJson();
}

// One of the measurements alone, also for a profiler.
Json RunOnly(const Target& target) {
  const std::string& name = target.flags.only;
  if (name == "flood") return {{name, RunFlood(target)}};
  if (name == "authentication_us") {
    return {{name, MeasureAuthentication(target.flags.rounds)}};
  }
  return {{name, RunLoad(target, name)}};
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
    const LoadResult posted = RunHttpLoad(http, SignedCreates(target.key));
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

// Ends the program when the tool does not do it.
std::string Cli(const tests::Service& service,
                const std::vector<std::string>& arguments) {
  const auto finished = service.Cli(arguments);
  if (finished.ok() && finished->exit.code == 0) return finished->out;
  std::cerr << (finished.ok() ? finished->err : finished.status().ToString())
            << "\n";
  std::exit(1);
}

// Partners whose rates are not what is measured.
tests::PartnerKey CreatePartners(const tests::Service& service) {
  const std::string made = Cli(service, {"partner", "create", "--id", kPartner,
                                         "--contract", "boca-raton"});
  std::vector<std::string> with_tokens = tests::TokenIssuer::FlagsFor(kClient);
  with_tokens.insert(with_tokens.begin(),
                     {"partner", "create", "--id", kTokenPartner, "--contract",
                      "wealthyhood"});
  Cli(service, with_tokens);
  for (const char* id : {kPartner, kTokenPartner}) {
    Cli(service, {"partner", "update", "--id", id, "--read_rate", kUnlimited,
                  "--write_rate", kUnlimited});
  }
  return {tests::LogMember(made, "apiKey"),
          tests::LogMember(made, "hmacSecret")};
}

int Run(const Flags& flags) {
  auto floor = FloorProcess::Start();
  const tests::TokenIssuer issuer(gateway::jwt::Algorithm::kRs256);
  // A soak must see memory that grows for ever, not a cache that fills.
  tests::Service service(issuer.AddTo(
      {.rollbookd_flags = flags.soak_minutes > 0
                              ? std::vector<std::string>{"--user_cache_mb=8"}
                              : DefaultStoreFlags()}));
  const absl::Status started = service.Start();
  if (!floor.ok() || !started.ok()) {
    std::cerr << "cannot start: " << floor.status() << " " << started << "\n";
    return 1;
  }
  const tests::PartnerKey key = CreatePartners(service);
  const Target target{flags, service, key, issuer, *floor};
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
  app.add_option("--only", flags.only, "Instead: this alone, without its floor")
      ->check(CLI::IsMember({"create_user", "get_user", "rest_create",
                             "rest_create_by_token", "authentication_us",
                             "flood"}));
  app.add_flag("--serve_floor", flags.serve_floor)->group("");
  CLI11_PARSE(app, argc, argv);
  return flags.serve_floor ? rollbook::bench::RunFloorServer()
                           : rollbook::bench::Run(flags);
}
