#ifndef ROLLBOOK_EVENTSTORE_ROCKSDB_BATCH_SINK_H_
#define ROLLBOOK_EVENTSTORE_ROCKSDB_BATCH_SINK_H_

#include <string_view>

#include "eventstore/rocksdb/database.h"
#include "eventstore/rocksdb/settings.h"
#include "eventstore/row_access.h"
#include "rocksdb/write_batch.h"

namespace rollbook::eventstore {

// A commit group's rows, gathered in one WriteBatch. One thread at a time.
class BatchSink final : public RowSink {
 public:
  explicit BatchSink(const Database& database)
      : database_(database),
        batch_(/*reserved_bytes=*/0, /*max_bytes=*/0, kBatchProtectionBytes,
               /*default_cf_ts_sz=*/0) {}

  // A batch never refuses a row: it has no limit, and rows are small.
  void Put(Family family, std::string_view key,
           std::string_view value) override {
    batch_.Put(database_.handle(family), {key.data(), key.size()},
               {value.data(), value.size()});
  }
  void Delete(Family family, std::string_view key) override {
    batch_.Delete(database_.handle(family), {key.data(), key.size()});
  }
  void DeleteRange(Family family, std::string_view first,
                   std::string_view limit) {
    batch_.DeleteRange(database_.handle(family), {first.data(), first.size()},
                       {limit.data(), limit.size()});
  }

  bool empty() const { return batch_.Count() == 0; }
  void Clear() { batch_.Clear(); }
  rocksdb::WriteBatch& batch() { return batch_; }

 private:
  const Database& database_;
  rocksdb::WriteBatch batch_;
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROCKSDB_BATCH_SINK_H_
