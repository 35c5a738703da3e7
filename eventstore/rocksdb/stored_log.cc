#include "eventstore/rocksdb/stored_log.h"

#include <utility>

#include "base/status_macros.h"
#include "eventstore/keys.h"
#include "eventstore/rocksdb/opening.h"
#include "eventstore/rocksdb/read_only_store.h"
#include "eventstore/rocksdb/rocksdb_event_store.h"
#include "eventstore/rocksdb/status.h"
#include "eventstore/rocksdb/watermark.h"
#include "rocksdb/iterator.h"

namespace rollbook::eventstore {
namespace {

// A scan reads everything once: a cache would only hold what is not needed.
constexpr size_t kBlockCacheBytes = 8 << 20;
constexpr size_t kReadaheadBytes = 2 << 20;

}  // namespace

struct StoredLog::Impl {
  FailureLatch failure{nullptr};
  std::unique_ptr<DirectoryLock> lock;
  OpenedStore store;
  std::unique_ptr<EventStore> readable;
};

StoredLog::StoredLog(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
StoredLog::~StoredLog() = default;

absl::StatusOr<std::unique_ptr<StoredLog>> StoredLog::Open(
    const std::string& directory) {
  rocksdb::Env& env = *rocksdb::Env::Default();
  RocksDbOptions options;
  options.directory = directory;
  options.block_cache_bytes = kBlockCacheBytes;
  auto impl = std::make_unique<Impl>();
  ASSIGN_OR_RETURN(impl->lock, DirectoryLock::Acquire(env, directory));
  absl::StatusOr<OpenedStore> store =
      OpenStoreToRead(options, Database::Creation::kReadOnly, impl->failure);
  const absl::Status damage = store.status();
  if (absl::IsDataLoss(damage)) {
    store = OpenStoreToRead(options, Database::Creation::kReadUpToDamage,
                            impl->failure);
  }
  ASSIGN_OR_RETURN(impl->store, std::move(store));
  impl->readable = MakeReadOnlyStore(impl->store);
  std::unique_ptr<StoredLog> log(new StoredLog(std::move(impl)));
  const absl::StatusOr<KnownHead> known = ReadKnownHead(env, directory);
  if (known.ok()) {
    ASSIGN_OR_RETURN(log->complaint_,
                     CompareWithWatermark(log->impl_->store, known->watermark));
  } else {
    log->complaint_ = std::string(known.status().message());
  }
  if (log->complaint_.empty()) log->complaint_ = std::string(damage.message());
  return log;
}

std::string StoredLog::lineage() const { return impl_->store.lineage; }

EventStore& StoredLog::store() const { return *impl_->readable; }

uint64_t StoredLog::head() const { return impl_->store.end.head.number; }

absl::StatusOr<std::optional<std::string>> StoredLog::GetMeta(
    std::string_view key) const {
  return impl_->store.database->Get(Family::kMeta, key);
}

absl::Status StoredLog::Scan(
    absl::FunctionRef<void(uint64_t, std::string_view)> visit) const {
  const Database& database = *impl_->store.database;
  rocksdb::ReadOptions options;
  options.total_order_seek = true;
  options.fill_cache = false;
  options.readahead_size = kReadaheadBytes;
  const std::unique_ptr<rocksdb::Iterator> row(
      database.db().NewIterator(options, database.handle(Family::kLog)));
  for (row->SeekToFirst(); row->Valid(); row->Next()) {
    const rocksdb::Slice key = row->key();
    const rocksdb::Slice value = row->value();
    visit(ParseLogKey({key.data(), key.size()}).value_or(0),
          {value.data(), value.size()});
  }
  return FromRocksDb(row->status());
}

}  // namespace rollbook::eventstore
