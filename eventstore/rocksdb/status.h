#ifndef ROLLBOOK_EVENTSTORE_ROCKSDB_STATUS_H_
#define ROLLBOOK_EVENTSTORE_ROCKSDB_STATUS_H_

#include "absl/status/status.h"
#include "rocksdb/status.h"

namespace rollbook::eventstore {

// The engine's status in our vocabulary: DATA_CORRUPTED for damage,
// WouldBlock() where the disk would be needed, STORE_FAILED for the rest.
// File names and offsets stay in the text; keys and values never get there.
absl::Status FromRocksDb(const rocksdb::Status& status);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROCKSDB_STATUS_H_
