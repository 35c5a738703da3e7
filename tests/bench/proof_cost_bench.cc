// What sealing, the chain and the tree together take from the append rate: the
// same appends with texts that are sealed by their callers and a tree that
// follows, and with plain texts of the same size and no tree, on one store. In
// pairs of turns whose order changes, so that neither always has the larger
// store or the compactions of the other; each pair gives one cost. The
// processor's time per append is told beside the rate: another program on the
// machine takes from the one and not from the other. The chain's hash is part
// of every append and is measured on its own.
//
//   proof_cost_bench [directory] [seconds per turn] [pairs]
//
// Prints one JSON object: medians, and the quartiles of the cost.

#include <sys/resource.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <semaphore>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/crypto/aead.h"
#include "base/crypto/random.h"
#include "eventstore/log_tree.h"
#include "eventstore/record.h"
#include "eventstore/rocksdb/derived_store.h"
#include "eventstore/rocksdb/rocksdb_event_store.h"

namespace rollbook::eventstore {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr size_t kCallerThreads = 2;
constexpr ptrdiff_t kOutstanding = 256;
constexpr size_t kMetadataBytes = 120;
constexpr size_t kPayloadBytes = 300;
constexpr size_t kStateBytes = 300;
constexpr size_t kWrappedKeyBytes = 76;

double SecondsSince(SteadyClock::time_point start) {
  return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

// As large when it is sealed as when it is not.
std::string Text(size_t bytes, bool sealed, const base::Key256& key) {
  if (!sealed) return std::string(bytes, 's');
  return base::Seal(key, "associated data",
                    std::string(bytes - base::kSealOverhead, 's'),
                    base::CryptoRandom());
}

AppendRequest MakeCreate(uint64_t number, bool sealed,
                         const base::Key256& key) {
  const base::Hash256 seed = base::Sha256({std::to_string(number)});
  const std::string id = base::ToHex(base::AsText(seed)).substr(0, 36);
  AppendRequest request;
  request.stream = {{"acme"}, id};
  request.expected_version = Version{0};
  request.events.push_back(
      {.type = "UserCreated",
       .schema_version = 1,
       .metadata = std::string(kMetadataBytes, 'm'),
       .clear_payload = "",
       .sealed_payload = Text(kPayloadBytes, sealed, key)});
  request.snapshot =
      NewSnapshot{.state_schema = 1,
                  .erased = false,
                  .sealed_state = Text(kStateBytes, sealed, key)};
  request.claims.push_back({Claim::Action::kTake, "external_id", seed});
  request.side_writes.push_back({.family = SideWrite::Family::kKeys,
                                 .key = "",
                                 .value = Text(kWrappedKeyBytes, sealed, key),
                                 .expected = std::nullopt});
  return request;
}

struct Turn {
  double rate = 0;    // appends per second
  double cpu_us = 0;  // of the whole process, per append
};

double CpuSeconds() {
  rusage usage{};
  getrusage(RUSAGE_SELF, &usage);
  const auto seconds = [](const timeval& time) {
    return static_cast<double>(time.tv_sec) +
           static_cast<double>(time.tv_usec) * 1e-6;
  };
  return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

// Callers in a closed loop for so long.
uint64_t Append(EventStore& store, std::atomic<uint64_t>& next, bool sealed,
                double seconds) {
  const base::Key256 key;
  std::counting_semaphore<> places(kOutstanding);
  std::atomic<uint64_t> done = 0;
  const auto start = SteadyClock::now();
  const auto call = [&] {
    while (SecondsSince(start) < seconds) {
      AppendRequest request = MakeCreate(next.fetch_add(1), sealed, key);
      places.acquire();
      store.Append(std::move(request),
                   [&](const absl::StatusOr<AppendOutcome>& outcome) {
                     if (!outcome.ok()) std::abort();
                     done.fetch_add(1, std::memory_order_relaxed);
                     places.release();
                   });
    }
  };
  std::vector<std::thread> callers;
  for (size_t i = 0; i < kCallerThreads; ++i) callers.emplace_back(call);
  for (std::thread& caller : callers) caller.join();
  for (ptrdiff_t i = 0; i < kOutstanding; ++i) places.acquire();
  return done;
}

void CatchUp(const EventStore& store, LogTree& tree) {
  std::binary_semaphore reached(0);
  const uint64_t id =
      tree.WaitForSize(store.Head().number, [&] { reached.release(); });
  reached.acquire();
  tree.CancelWait(id);
}

double MicrosPerChainHash(const EventStore& store) {
  const auto records = store.ReadRawLog({}, 10'000, 64 << 20);
  if (!records.ok() || records->empty()) std::abort();
  base::Hash256 last{};
  const auto start = SteadyClock::now();
  for (const std::string& record : *records) last = RecordHash(record);
  const double micros = SecondsSince(start) * 1e6;
  if (last == base::Hash256{}) std::abort();
  return micros / static_cast<double>(records->size());
}

// A tree that is not there costs nothing; one that is has to have caught up
// before the clock stops.
Turn RunTurn(EventStore& store, DerivedStore& derived,
             std::atomic<uint64_t>& next, bool sealed, double seconds) {
  std::unique_ptr<LogTree> tree;
  if (sealed) {
    auto started = LogTree::Start(&store, &derived);
    if (!started.ok()) std::abort();
    tree = *std::move(started);
    CatchUp(store, *tree);
  }
  const auto start = SteadyClock::now();
  const double cpu = CpuSeconds();
  const auto appends =
      static_cast<double>(Append(store, next, sealed, seconds));
  if (tree != nullptr) CatchUp(store, *tree);
  return {.rate = appends / SecondsSince(start),
          .cpu_us = (CpuSeconds() - cpu) * 1e6 / appends};
}

double Quantile(std::vector<double> values, double quantile) {
  std::sort(values.begin(), values.end());
  return values[static_cast<size_t>(
      quantile * static_cast<double>(values.size() - 1) + 0.5)];
}

double MedianOf(const std::vector<Turn>& turns, double Turn::*member) {
  std::vector<double> values;
  values.reserve(turns.size());
  for (const Turn& turn : turns) values.push_back(turn.*member);
  return Quantile(values, 0.5);
}

void Print(const EventStore& store, const std::vector<Turn>& plain,
           const std::vector<Turn>& proven) {
  std::vector<double> cost;
  std::vector<double> cpu_cost;
  for (size_t i = 0; i < plain.size(); ++i) {
    cost.push_back(1 - proven[i].rate / plain[i].rate);
    cpu_cost.push_back(1 - plain[i].cpu_us / proven[i].cpu_us);
  }
  std::printf(
      "{\"plain\": %.0f, \"sealed_with_tree\": %.0f, \"cost\": %.3f, "
      "\"cost_quartiles\": [%.3f, %.3f], \"plain_cpu_us\": %.1f, "
      "\"sealed_with_tree_cpu_us\": %.1f, \"cpu_cost\": %.3f, "
      "\"chain_hash_us\": %.2f}\n",
      MedianOf(plain, &Turn::rate), MedianOf(proven, &Turn::rate),
      Quantile(cost, 0.5), Quantile(cost, 0.25), Quantile(cost, 0.75),
      MedianOf(plain, &Turn::cpu_us), MedianOf(proven, &Turn::cpu_us),
      Quantile(cpu_cost, 0.5), MicrosPerChainHash(store));
}

int Main(const std::string& directory, double seconds, size_t pairs) {
  std::filesystem::create_directories(directory);
  RocksDbOptions options;
  options.directory = directory;
  options.scrub_bytes_per_second = 0;
  auto store = OpenRocksDbEventStore(options);
  auto derived = OpenRocksDbDerivedStore(directory);
  if (!store.ok() || !derived.ok()) return 1;
  std::atomic<uint64_t> next = 0;
  const auto run = [&](bool sealed) {
    return RunTurn(**store, **derived, next, sealed, seconds);
  };
  run(/*sealed=*/false);  // the first one fills caches
  std::vector<Turn> plain;
  std::vector<Turn> proven;
  for (size_t pair = 0; pair < pairs; ++pair) {
    const bool sealed_first = pair % 2 == 1;
    if (sealed_first) proven.push_back(run(true));
    plain.push_back(run(false));
    if (!sealed_first) proven.push_back(run(true));
  }
  Print(**store, plain, proven);
  return 0;
}

}  // namespace
}  // namespace rollbook::eventstore

int main(int argc, char** argv) {
  const std::string directory =
      argc > 1 ? argv[1]
               : std::filesystem::temp_directory_path() / "rollbook-proof";
  const double seconds = argc > 2 ? std::atof(argv[2]) : 1;
  const auto pairs = static_cast<size_t>(argc > 3 ? std::atoi(argv[3]) : 10);
  const int result = rollbook::eventstore::Main(directory, seconds, pairs);
  std::filesystem::remove_all(directory);
  return result;
}
