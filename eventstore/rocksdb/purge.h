#ifndef ROLLBOOK_EVENTSTORE_ROCKSDB_PURGE_H_
#define ROLLBOOK_EVENTSTORE_ROCKSDB_PURGE_H_

#include <atomic>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "eventstore/rocksdb/database.h"

namespace rollbook::eventstore {

// Files of before the purge that somebody still reads are waited for so long.
inline constexpr absl::Duration kPurgePatience = absl::Minutes(5);

// Removes from the disk what was deleted or overwritten before the call, in
// the families whose rows a deletion must outlive nowhere: keys, snapshots,
// claims and idempotency. Flushes all families, so that no WAL holds them,
// compacts those to the last level, and waits until the files of before are
// gone. Blocks, for as long as it takes to write those families anew, or
// until `stop`. Errors: STORE_FAILED, SHUTTING_DOWN when stopped, OVERLOADED
// when old files are still in use after kPurgePatience.
absl::Status PurgeDeleted(Database& database, std::atomic<bool>& stop);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROCKSDB_PURGE_H_
