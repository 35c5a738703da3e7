#ifndef ROLLBOOK_EVENTSTORE_ROCKSDB_DERIVED_STORE_H_
#define ROLLBOOK_EVENTSTORE_ROCKSDB_DERIVED_STORE_H_

#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "eventstore/derived_store.h"

namespace rollbook::eventstore {

// Opens or creates a second RocksDB for derived rows in <directory>/derived,
// written without fsync and without a log of its own, so that it takes nothing
// from the committer. What is
// damaged is thrown away whole, and is built again from the log. STORE_FAILED
// when the directory cannot be used.
absl::StatusOr<std::unique_ptr<DerivedStore>> OpenRocksDbDerivedStore(
    const std::string& directory);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROCKSDB_DERIVED_STORE_H_
