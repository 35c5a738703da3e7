#ifndef ROLLBOOK_EVENTSTORE_ROCKSDB_LOG_CHECK_H_
#define ROLLBOOK_EVENTSTORE_ROCKSDB_LOG_CHECK_H_

#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "eventstore/commit_rules.h"
#include "eventstore/rocksdb/database.h"
#include "eventstore/row_access.h"

namespace rollbook::eventstore {

// The last record of the log, read back; the empty end for an empty log.
absl::StatusOr<LogEnd> ReadLogEnd(const Database& database);

// Checks the records with after < position <= head: no gap, every CRC, times
// that never decrease, every record chained to its stream's previous one and
// listed under its version, and every touched stream's snapshot equal to its
// last record. DATA_CORRUPTED names the first position that is wrong.
absl::Status CheckLog(const RowReader& rows, uint64_t after, uint64_t head);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROCKSDB_LOG_CHECK_H_
