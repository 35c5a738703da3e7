// How fast EventStore::Append is beside the fastest thing that could stand in
// its place: one thread that writes the very same rows in batches, each with
// one fsync, and does nothing else. Both in one run, in turn, on one disk.
//
//   append_bench [directory] [seconds per turn] [turns]
//
// Prints one JSON object. Rates are appends per second, medians over turns.

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <semaphore>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "base/bytes.h"
#include "base/crypto/hash.h"
#include "base/crypto/random.h"
#include "base/ids.h"
#include "eventstore/commit_rules.h"
#include "eventstore/prepared_append.h"
#include "eventstore/rocksdb/batch_sink.h"
#include "eventstore/rocksdb/database.h"
#include "eventstore/rocksdb/rocksdb_event_store.h"

namespace rollbook::eventstore {
namespace {

using SteadyClock = std::chrono::steady_clock;

constexpr size_t kCallerThreads = 2;
constexpr size_t kMetadataBytes = 120;
constexpr size_t kPayloadBytes = 300;
constexpr size_t kStateBytes = 300;
constexpr size_t kAnswerBytes = 64;
constexpr size_t kWrappedKeyBytes = 76;

// What a signed create with an idempotency key appends: six rows.
AppendRequest MakeCreate(uint64_t number) {
  const base::Hash256 seed = base::Sha256({std::to_string(number)});
  const std::string id = base::ToHex(base::AsText(seed)).substr(0, 36);
  AppendRequest request;
  const base::UuidBytes user =
      base::NewTimeOrderedUuid(absl::Now(), base::CryptoRandom());
  request.stream = {{"acme"}, "u" + std::string(base::AsText(user))};
  request.expected_version = Version{0};
  request.events.push_back({.type = "UserCreated",
                            .schema_version = 1,
                            .metadata = std::string(kMetadataBytes, 'm'),
                            .clear_payload = "",
                            .sealed_payload = std::string(kPayloadBytes, 's')});
  request.snapshot = NewSnapshot{.state_schema = 1,
                                 .erased = false,
                                 .sealed_state = std::string(kStateBytes, 't')};
  request.claims.push_back(
      {Claim::Action::kTake, "external_id", base::Sha256({"x", id})});
  request.idempotency = IdempotencyEntry{
      .source = "rest",
      .key = id,
      .fingerprint = seed,
      .answer = StoredAnswer{.reason = "",
                             .sealed_body = std::string(kAnswerBytes, 'a'),
                             .request_id = id}};
  request.replay_guard =
      ReplayGuard{.signature = seed, .expires = absl::Now() + absl::Minutes(2)};
  request.side_writes.push_back({.family = SideWrite::Family::kKeys,
                                 .key = "",
                                 .value = std::string(kWrappedKeyBytes, 'k'),
                                 .expected = std::nullopt});
  return request;
}

struct Row {
  Family family;
  std::string key;
  std::string value;
};

class RowRecorder final : public RowSink {
 public:
  void Put(Family family, std::string_view key,
           std::string_view value) override {
    rows.push_back({family, std::string(key), std::string(value)});
  }
  void Delete(Family, std::string_view) override {}

  std::vector<Row> rows;
};

struct Turn {
  uint64_t appends = 0;
  double seconds = 0;
  double rate() const { return static_cast<double>(appends) / seconds; }
};

double SecondsSince(SteadyClock::time_point start) {
  return std::chrono::duration<double>(SteadyClock::now() - start).count();
}

RocksDbOptions Options(const std::string& directory) {
  RocksDbOptions options;
  options.directory = directory;
  options.scrub_bytes_per_second = 0;
  return options;
}

// One thread, one batch of `outstanding` appends after the other.
Turn RunBare(Database& database, LogEnd& end, uint64_t first, size_t appends,
             size_t outstanding, double seconds) {
  std::vector<std::vector<Row>> batches;
  RecentRows none({}, 0);
  none.BeginGroup(1);
  for (size_t i = 0; i + outstanding <= appends; i += outstanding) {
    RowRecorder recorder;
    GroupContext context{MicrosOf(absl::Now()), end, none, recorder};
    for (size_t j = 0; j < outstanding; ++j) {
      auto prepared = Prepare(MakeCreate(first + i + j));
      if (!Commit(*prepared, context).ok()) std::abort();
    }
    batches.push_back(std::move(recorder.rows));
  }
  Turn turn;
  BatchSink sink(database);
  const auto start = SteadyClock::now();
  for (const std::vector<Row>& rows : batches) {
    for (const Row& row : rows) sink.Put(row.family, row.key, row.value);
    if (!database.Write(sink.batch()).ok()) std::abort();
    sink.Clear();
    turn.appends += outstanding;
    if (SecondsSince(start) >= seconds) break;
  }
  turn.seconds = SecondsSince(start);
  return turn;
}

// Callers in a closed loop: `outstanding` appends are always under way.
Turn RunStore(EventStore& store, uint64_t first, size_t appends,
              size_t outstanding, double seconds) {
  std::vector<AppendRequest> requests;
  requests.reserve(appends);
  for (size_t i = 0; i < appends; ++i)
    requests.push_back(MakeCreate(first + i));
  std::counting_semaphore<> places(static_cast<ptrdiff_t>(outstanding));
  std::atomic<size_t> next = 0;
  std::atomic<uint64_t> done = 0;
  std::atomic<bool> failed = false;
  const auto start = SteadyClock::now();
  const auto call = [&] {
    while (SecondsSince(start) < seconds) {
      const size_t mine = next.fetch_add(1);
      if (mine >= requests.size()) return;
      places.acquire();
      store.Append(
          std::move(requests[mine]),
          [&](absl::StatusOr<AppendOutcome> outcome) {
            if (!outcome.ok() || !std::holds_alternative<Appended>(*outcome)) {
              failed = true;
            }
            done.fetch_add(1, std::memory_order_relaxed);
            places.release();
          });
    }
  };
  std::vector<std::thread> callers;
  for (size_t i = 0; i < kCallerThreads; ++i) callers.emplace_back(call);
  for (std::thread& caller : callers) caller.join();
  for (size_t i = 0; i < outstanding; ++i) places.acquire();
  const Turn turn{done.load(), SecondsSince(start)};
  if (failed) std::abort();
  return turn;
}

double Median(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

int Main(const std::string& directory, double seconds, size_t turns) {
  std::filesystem::create_directories(directory);
  FailureLatch failure([](const absl::Status&) { std::abort(); });
  const RocksDbOptions bare_options = Options(directory + "/bare");
  std::filesystem::create_directories(bare_options.directory);
  auto bare = Database::Open(bare_options.directory + "/store", bare_options,
                             Database::Creation::kMayCreate, failure);
  auto store = OpenRocksDbEventStore(Options(directory + "/store"));
  if (!bare.ok() || !store.ok()) {
    std::fprintf(stderr, "cannot open the stores in %s\n", directory.c_str());
    return 1;
  }
  // More than any turn can use up.
  const auto prepared = static_cast<size_t>(100'000 * seconds);
  uint64_t next = 0;
  LogEnd bare_end;
  std::printf("{");
  for (const size_t outstanding : {64, 256}) {
    std::vector<double> bare_rates, store_rates;
    for (size_t turn = 0; turn < turns; ++turn) {
      bare_rates.push_back(
          RunBare(**bare, bare_end, next, prepared, outstanding, seconds)
              .rate());
      store_rates.push_back(
          RunStore(**store, next, prepared, outstanding, seconds).rate());
      next += prepared;
    }
    const double bare_rate = Median(bare_rates);
    const double store_rate = Median(store_rates);
    std::printf(
        "%s\"outstanding_%zu\": {\"bare\": %.0f, \"append\": %.0f, "
        "\"ratio\": %.2f}",
        outstanding == 64 ? "" : ", ", outstanding, bare_rate, store_rate,
        store_rate / bare_rate);
  }
  std::printf("}\n");
  return 0;
}

}  // namespace
}  // namespace rollbook::eventstore

int main(int argc, char** argv) {
  const std::string directory =
      argc > 1 ? argv[1]
               : std::filesystem::temp_directory_path() / "rollbook-append";
  const double seconds = argc > 2 ? std::atof(argv[2]) : 2;
  const auto turns = static_cast<size_t>(argc > 3 ? std::atoi(argv[3]) : 3);
  const int result = rollbook::eventstore::Main(directory, seconds, turns);
  std::filesystem::remove_all(directory);
  return result;
}
