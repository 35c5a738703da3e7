// What it costs to verify a log while it is scanned: checksums, positions,
// every stream's chain and the Merkle tree, beside a bare RocksDB scan that
// takes one SHA-256 of each record. One thread each, the same database, in
// turns.
//
//   log_scan_bench [--records N] [--streams N] [--dir DIR]

#include <CLI/CLI.hpp>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "eventstore/record.h"
#include "proof/log_verifier.h"
#include "proof/record_view.h"
#include "rocksdb/db.h"
#include "rocksdb/table.h"
#include "tests/bench/measure.h"

namespace rollbook::bench {
namespace {

constexpr size_t kRecordBytes = 500;
constexpr int kRounds = 5;

struct Options {
  uint64_t records = 1'000'000;
  uint64_t streams = 300'000;
  std::string directory = "/tmp/rollbook_log_scan_bench";
};

void Check(bool ok, const char* what) {
  if (ok) return;
  std::fprintf(stderr, "log_scan_bench: %s\n", what);
  std::exit(1);
}

// A log of users that are created and then changed, of 500 bytes a record.
void Fill(const Options& options, rocksdb::DB& db) {
  struct Tip {
    uint64_t version = 0;
    base::Hash256 hash{};
  };
  std::vector<Tip> tips(options.streams);
  rocksdb::WriteOptions unsynced;
  unsynced.disableWAL = true;
  for (uint64_t i = 0; i < options.records; ++i) {
    const uint64_t user = i % options.streams;
    Tip& tip = tips[user];
    eventstore::Record record;
    record.position.number = i + 1;
    record.stream.tenant.value = "acme";
    record.stream.id = "u";
    base::PutBigEndian64(record.stream.id, user * 0x9e3779b97f4a7c15);
    base::PutBigEndian64(record.stream.id, user);
    record.version.value = ++tip.version;
    record.type = "UserProfileUpdated";
    record.time =
        absl::FromUnixMicros(static_cast<int64_t>(1'700'000'000'000'000 + i));
    record.previous_hash = tip.hash;
    record.metadata = std::string(80, 'm');
    record.sealed_payload = std::string(200, 's');
    record.sealed_payload.resize(
        200 + kRecordBytes - eventstore::EncodeRecord(record).size(), 's');
    const std::string stored = eventstore::EncodeRecord(record);
    tip.hash = eventstore::RecordHash(stored);
    std::string key;
    base::PutBigEndian64(key, i + 1);
    Check(db.Put(unsynced, key, stored).ok(), "cannot write");
  }
  Check(db.Flush({}).ok(), "cannot flush");
}

// Records a second.
double Measure(rocksdb::DB& db,
               const std::function<void(std::string_view)>& visit) {
  const auto begin = std::chrono::steady_clock::now();
  rocksdb::ReadOptions read;
  read.fill_cache = false;
  read.readahead_size = 2 << 20;
  const std::unique_ptr<rocksdb::Iterator> row(db.NewIterator(read));
  uint64_t records = 0;
  for (row->SeekToFirst(); row->Valid(); row->Next()) {
    visit({row->value().data(), row->value().size()});
    ++records;
  }
  Check(row->status().ok(), "cannot read");
  return static_cast<double>(records) /
         std::chrono::duration<double>(std::chrono::steady_clock::now() - begin)
             .count();
}

double Bare(rocksdb::DB& db) {
  uint8_t sum = 0;
  const double rate = Measure(
      db, [&](std::string_view stored) { sum ^= base::Sha256({stored})[0]; });
  Check(sum != 0 || rate > 0, "no records");
  return rate;
}

double Verified(rocksdb::DB& db, uint64_t records) {
  proof::Problems problems;
  proof::LogVerifier verifier({}, &problems);
  uint64_t position = 0;
  const double rate = Measure(
      db, [&](std::string_view stored) { verifier.Add(++position, stored); });
  Check(problems.none() && verifier.size() == records, "the log is wrong");
  return rate;
}

int Run(const Options& options) {
  rocksdb::Options engine;
  engine.create_if_missing = true;
  engine.compression = rocksdb::kNoCompression;
  rocksdb::DestroyDB(options.directory, engine);
  rocksdb::DB* opened = nullptr;
  Check(rocksdb::DB::Open(engine, options.directory, &opened).ok(),
        "cannot open the database");
  std::unique_ptr<rocksdb::DB> db(opened);
  Fill(options, *db);
  std::vector<double> bare;
  std::vector<double> verified;
  for (int round = 0; round < kRounds; ++round) {
    bare.push_back(Bare(*db));
    verified.push_back(Verified(*db, options.records));
  }
  std::printf("bare scan, one SHA-256 a record: %10.0f records/s\n",
              Median(bare));
  std::printf("chain, tree and checksums:       %10.0f records/s\n",
              Median(verified));
  std::printf("ratio:                           %10.2f\n",
              Median(verified) / Median(bare));
  db.reset();
  rocksdb::DestroyDB(options.directory, engine);
  return EXIT_SUCCESS;
}

}  // namespace
}  // namespace rollbook::bench

int main(int argc, char** argv) {
  rollbook::bench::Options options;
  CLI::App app("What verifying a log costs beside reading it");
  app.add_option("--records", options.records, "Records in the log");
  app.add_option("--streams", options.streams, "Users they belong to");
  app.add_option("--dir", options.directory, "Where the database is made");
  CLI11_PARSE(app, argc, argv);
  return rollbook::bench::Run(options);
}
