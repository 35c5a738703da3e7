#ifndef ROLLBOOK_EVENTSTORE_ROCKSDB_SETTINGS_H_
#define ROLLBOOK_EVENTSTORE_ROCKSDB_SETTINGS_H_

#include <cstdint>
#include <memory>
#include <vector>

#include "eventstore/family.h"
#include "eventstore/rocksdb/rocksdb_event_store.h"
#include "rocksdb/cache.h"
#include "rocksdb/options.h"

// The settings of the embedded engine. Those about durability are decided in
// docs/adr/0002 and not up for taste.
namespace rollbook::eventstore {

rocksdb::DBOptions MakeDbOptions(const RocksDbOptions& options);

rocksdb::ColumnFamilyOptions MakeFamilyOptions(
    Family family, const RocksDbOptions& options,
    const std::shared_ptr<rocksdb::Cache>& cache);

// Every write of the store: on disk before anybody hears of it.
rocksdb::WriteOptions DurableWrite();

// Bytes per key that protect a batch from damage in memory on its way.
inline constexpr size_t kBatchProtectionBytes = 8;

// The most that memtables and WAL may need on disk.
uint64_t MaxUnflushedBytes(const RocksDbOptions& options);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROCKSDB_SETTINGS_H_
