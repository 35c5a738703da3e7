#include "eventstore/rocksdb/derived_store.h"

#include <algorithm>
#include <optional>
#include <string_view>

#include "base/status_macros.h"
#include "eventstore/keys.h"
#include "eventstore/rocksdb/message_logger.h"
#include "eventstore/rocksdb/status.h"
#include "rocksdb/db.h"
#include "rocksdb/options.h"
#include "rocksdb/write_batch.h"

namespace rollbook::eventstore {
namespace {

constexpr size_t kMemtableBytes = 16 << 20;

rocksdb::Slice ToSlice(std::string_view text) {
  return {text.data(), text.size()};
}

std::string_view ToView(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

// Without a write-ahead log, which would only repeat the event store's: what a
// crash takes with the memtable is made again from the checkpoint that was
// flushed. Never mixed with logged writes, which would survive those before.
rocksdb::WriteOptions Unlogged() {
  rocksdb::WriteOptions options;
  options.disableWAL = true;
  return options;
}

class RocksDbCursor final : public DerivedStore::Cursor {
 public:
  RocksDbCursor(rocksdb::DB& db, std::string_view prefix)
      : prefix_(prefix), it_(db.NewIterator(rocksdb::ReadOptions())) {
    it_->Seek(ToSlice(prefix));
  }

  bool valid() const override {
    return it_->Valid() && key().starts_with(prefix_);
  }
  std::string_view key() const override { return ToView(it_->key()); }
  std::string_view value() const override { return ToView(it_->value()); }
  void Next() override { it_->Next(); }
  absl::Status status() const override { return FromRocksDb(it_->status()); }

 private:
  const std::string prefix_;
  const std::unique_ptr<rocksdb::Iterator> it_;
};

class RocksDbDerivedStore final : public DerivedStore {
 public:
  explicit RocksDbDerivedStore(std::unique_ptr<rocksdb::DB> db)
      : db_(std::move(db)) {}

  absl::StatusOr<std::optional<std::string>> Get(
      std::string_view key) const override {
    std::string value;
    const rocksdb::Status status =
        db_->Get(rocksdb::ReadOptions(), ToSlice(key), &value);
    if (status.IsNotFound()) return std::nullopt;
    RETURN_IF_ERROR(FromRocksDb(status));
    return value;
  }

  absl::Status Scan(std::string_view prefix, std::string_view first,
                    absl::FunctionRef<bool(std::string_view, std::string_view)>
                        visit) const override {
    const std::unique_ptr<rocksdb::Iterator> it(
        db_->NewIterator(rocksdb::ReadOptions()));
    for (it->Seek(ToSlice(std::max(prefix, first)));
         it->Valid() && ToView(it->key()).starts_with(prefix); it->Next()) {
      if (!visit(ToView(it->key()), ToView(it->value()))) break;
    }
    return FromRocksDb(it->status());
  }

  std::unique_ptr<Cursor> NewCursor(std::string_view prefix) const override {
    return std::make_unique<RocksDbCursor>(*db_, prefix);
  }

  absl::Status Write(const Changes& changes) override {
    rocksdb::WriteBatch batch;
    for (const auto& [key, value] : changes) {
      const rocksdb::Status added =
          value ? batch.Put(key, *value) : batch.Delete(key);
      RETURN_IF_ERROR(FromRocksDb(added));
    }
    return FromRocksDb(db_->Write(Unlogged(), &batch));
  }

  absl::Status DeletePrefix(std::string_view prefix) override {
    return FromRocksDb(db_->DeleteRange(Unlogged(), db_->DefaultColumnFamily(),
                                        ToSlice(prefix), PrefixLimit(prefix)));
  }

 private:
  const std::unique_ptr<rocksdb::DB> db_;
};

absl::StatusOr<std::unique_ptr<rocksdb::DB>> OpenDb(
    const rocksdb::Options& options, const std::string& path) {
  rocksdb::DB* db = nullptr;
  RETURN_IF_ERROR(FromRocksDb(rocksdb::DB::Open(options, path, &db)));
  return std::unique_ptr<rocksdb::DB>(db);
}

}  // namespace

absl::StatusOr<std::unique_ptr<DerivedStore>> OpenRocksDbDerivedStore(
    const std::string& directory) {
  rocksdb::Options options;
  options.create_if_missing = true;
  options.write_buffer_size = kMemtableBytes;
  options.max_write_buffer_number = 2;
  options.info_log = std::make_shared<MessageLogger>(nullptr);
  options.stats_dump_period_sec = 0;
  const std::string path = directory + "/derived";
  auto db = OpenDb(options, path);
  if (absl::IsDataLoss(db.status())) {
    RETURN_IF_ERROR(FromRocksDb(rocksdb::DestroyDB(path, options)));
    db = OpenDb(options, path);
  }
  RETURN_IF_ERROR(db.status());
  return std::make_unique<RocksDbDerivedStore>(*std::move(db));
}

}  // namespace rollbook::eventstore
