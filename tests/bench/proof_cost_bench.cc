// What sealing, the chain and the tree together take from the append rate: the
// same appends with texts that are sealed by their callers and a tree that
// follows, and with plain texts of the same size and no tree. In turns, on one
// store. The chain's hash is part of every append and is measured on its own.
//
//   proof_cost_bench [directory] [seconds per turn] [turns]
//
// Prints one JSON object; rates are appends per second, medians over turns.

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

// Callers in a closed loop for so long; appends per second.
double RunTurn(EventStore& store, std::atomic<uint64_t>& next, bool sealed,
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
  return static_cast<double>(done) / SecondsSince(start);
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

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

int Main(const std::string& directory, double seconds, size_t turns) {
  std::filesystem::create_directories(directory);
  RocksDbOptions options;
  options.directory = directory;
  options.scrub_bytes_per_second = 0;
  auto store = OpenRocksDbEventStore(options);
  auto derived = OpenRocksDbDerivedStore(directory);
  if (!store.ok() || !derived.ok()) return 1;
  std::atomic<uint64_t> next = 0;
  std::vector<double> plain;
  std::vector<double> proven;
  for (size_t turn = 0; turn < turns; ++turn) {
    plain.push_back(RunTurn(**store, next, /*sealed=*/false, seconds));
    auto tree = LogTree::Start(store->get(), derived->get());
    if (!tree.ok()) return 1;
    CatchUp(**store, **tree);
    proven.push_back(RunTurn(**store, next, /*sealed=*/true, seconds));
    CatchUp(**store, **tree);
  }
  const double chain = MicrosPerChainHash(**store);
  const double cost = 1 - Median(proven) / Median(plain);
  std::printf(
      "{\"plain\": %.0f, \"sealed_with_tree\": %.0f, \"cost\": %.3f, "
      "\"chain_hash_us\": %.2f, \"chain_share_of_a_core\": %.3f}\n",
      Median(plain), Median(proven), cost, chain, chain * Median(proven) / 1e6);
  return 0;
}

}  // namespace
}  // namespace rollbook::eventstore

int main(int argc, char** argv) {
  const std::string directory =
      argc > 1 ? argv[1]
               : std::filesystem::temp_directory_path() / "rollbook-proof";
  const double seconds = argc > 2 ? std::atof(argv[2]) : 2;
  const auto turns = static_cast<size_t>(argc > 3 ? std::atoi(argv[3]) : 5);
  const int result = rollbook::eventstore::Main(directory, seconds, turns);
  std::filesystem::remove_all(directory);
  return result;
}
