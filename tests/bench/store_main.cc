// rollbook-store-bench: what the history costs and what a large store does,
// over the real rollbookd; prints one JSON object. docs/performance.md says
// how to read it.

#include <CLI/CLI.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

#include "absl/status/statusor.h"
#include "tests/bench/floor_server.h"
#include "tests/bench/history.h"
#include "tests/bench/large_store.h"

namespace rollbook::bench {
namespace {

int Print(const absl::StatusOr<nlohmann::ordered_json>& report) {
  if (report.ok()) {
    std::cout << report->dump(2) << std::endl;
    return 0;
  }
  std::cerr << report.status() << std::endl;
  return 1;
}

int Main(int argc, char** argv) {
  CLI::App app(
      "Measures the history, or a large store; prints JSON.\n"
      "Needs ROLLBOOK_BIN: the directory of the binaries.");
  HistoryOptions history;
  LargeStoreOptions large;
  bool serve_floor = false;
  app.add_flag("--serve_floor", serve_floor)->group("");
  CLI::App& read = *app.add_subcommand(
      "history", "Reads the log and rebuilds from it, beside floors");
  read.add_option("--users", history.users, "Users, of three events each")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  read.add_option("--rounds", history.rounds, "Rounds; medians are printed")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  CLI::App& build = *app.add_subcommand(
      "large", "Builds a large store, opens it again, loads it");
  build.add_option("--users", large.users, "Users, of three events each")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  build.add_option("--dir", large.directory,
                   "Where it is made, and deleted; empty: $TMPDIR");
  build.add_option("--rounds", large.rounds, "Rounds beside an empty store")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  build.add_option("--seconds", large.seconds, "Seconds per measurement")
      ->check(CLI::PositiveNumber)
      ->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  if (serve_floor) return RunFloorServer();
  if (read.parsed()) return Print(MeasureHistory(history));
  if (build.parsed()) return Print(MeasureLargeStore(large));
  std::cerr << app.help();
  return 2;
}

}  // namespace
}  // namespace rollbook::bench

int main(int argc, char** argv) { return rollbook::bench::Main(argc, argv); }
