#include "eventstore/rocksdb/settings.h"

#include "eventstore/rocksdb/message_logger.h"
#include "rocksdb/env.h"
#include "rocksdb/filter_policy.h"
#include "rocksdb/slice_transform.h"
#include "rocksdb/table.h"

namespace rollbook::eventstore {
namespace {

constexpr int kBackgroundJobs = 2;
constexpr double kBloomBitsPerKey = 10;
constexpr double kMemtableBloomRatio = 0.05;
// Twice the default: half as many rewrites of what lies below, for a few more
// files to ask, whose filters answer from memory.
constexpr int kFilesBeforeCompaction = 8;
constexpr size_t kMetaMemtableBytes = 4 << 20;
constexpr uint64_t kSmoothSyncBytes = 1 << 20;
// All memtables together, and the WAL, in memtables of one family.
constexpr uint64_t kMaxMemtables = 4;
constexpr uint64_t kMaxWalMemtables = 4;

// A row of `streams` without its version: the stream.
class StreamPrefix final : public rocksdb::SliceTransform {
 public:
  const char* Name() const override { return "rollbook.stream"; }
  rocksdb::Slice Transform(const rocksdb::Slice& key) const override {
    return {key.data(), key.size() - sizeof(uint64_t)};
  }
  bool InDomain(const rocksdb::Slice& key) const override {
    return key.size() > sizeof(uint64_t);
  }
};

// A create asks for rows that do not exist: it must not touch the disk for it.
bool IsLookedUp(Family family) {
  return family != Family::kLog && family != Family::kMeta;
}

}  // namespace

rocksdb::DBOptions MakeDbOptions(const RocksDbOptions& options) {
  rocksdb::DBOptions db;
  if (options.env != nullptr) db.env = options.env;
  // Durability. Defaults are written out where the decision is theirs to keep.
  db.wal_recovery_mode =
      rocksdb::WALRecoveryMode::kTolerateCorruptedTailRecords;
  db.manual_wal_flush = false;
  db.wal_compression = rocksdb::kNoCompression;
  db.recycle_log_file_num = 0;
  db.unordered_write = false;
  db.two_write_queues = false;
  db.enable_pipelined_write = false;
  db.atomic_flush = false;
  db.track_and_verify_wals_in_manifest = false;
  db.verify_sst_unique_id_in_manifest = true;
  db.paranoid_checks = true;
  db.max_bgerror_resume_count = 0;  // never resumed in place
  // Speed.
  db.max_background_jobs = kBackgroundJobs;
  db.bytes_per_sync = kSmoothSyncBytes;
  db.db_write_buffer_size = kMaxMemtables * options.memtable_bytes;
  db.max_total_wal_size = kMaxWalMemtables * options.memtable_bytes;
  db.skip_stats_update_on_db_open = true;
  db.stats_dump_period_sec = 0;
  db.info_log = std::make_shared<MessageLogger>(options.on_message);
  return db;
}

rocksdb::ColumnFamilyOptions MakeFamilyOptions(
    Family family, const RocksDbOptions& options,
    const std::shared_ptr<rocksdb::Cache>& cache) {
  rocksdb::BlockBasedTableOptions table;
  table.block_cache = cache;
  table.format_version = 5;
  table.cache_index_and_filter_blocks = true;
  table.cache_index_and_filter_blocks_with_high_priority = true;
  table.pin_l0_filter_and_index_blocks_in_cache = true;
  if (IsLookedUp(family)) {
    table.filter_policy.reset(rocksdb::NewBloomFilterPolicy(kBloomBitsPerKey));
  }
  rocksdb::ColumnFamilyOptions column;
  column.write_buffer_size =
      family == Family::kMeta ? kMetaMemtableBytes : options.memtable_bytes;
  column.max_write_buffer_number = 2;
  column.level0_file_num_compaction_trigger = kFilesBeforeCompaction;
  column.paranoid_file_checks = true;
  column.level_compaction_dynamic_level_bytes = true;
  // What is sealed or hashed does not compress; a record's clear parts do.
  column.compression = family == Family::kLog ? rocksdb::kLZ4Compression
                                              : rocksdb::kNoCompression;
  if (IsLookedUp(family)) {
    column.memtable_prefix_bloom_size_ratio = kMemtableBloomRatio;
    column.memtable_whole_key_filtering = true;
  }
  if (family == Family::kStreams) {
    column.prefix_extractor = std::make_shared<StreamPrefix>();
    // A stream is scanned, never asked for one version.
    table.whole_key_filtering = false;
    column.memtable_whole_key_filtering = false;
  }
  column.table_factory.reset(rocksdb::NewBlockBasedTableFactory(table));
  return column;
}

rocksdb::WriteOptions DurableWrite() {
  rocksdb::WriteOptions write;
  write.sync = true;
  return write;
}

uint64_t MaxUnflushedBytes(const RocksDbOptions& options) {
  return (kMaxMemtables + kMaxWalMemtables) * options.memtable_bytes;
}

}  // namespace rollbook::eventstore
