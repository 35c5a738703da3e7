#ifndef ROLLBOOK_EVENTSTORE_ROCKSDB_EXPIRY_H_
#define ROLLBOOK_EVENTSTORE_ROCKSDB_EXPIRY_H_

#include <cstdint>

#include "absl/status/statusor.h"
#include "eventstore/rocksdb/batch_sink.h"
#include "eventstore/rocksdb/database.h"
#include "eventstore/stored_time.h"

namespace rollbook::eventstore {

// Drops whole days of `idempotency` and whole minutes of `replays` once
// nothing in them is alive. Only the committer does so, within its batches, so
// that a row never vanishes between a look-up and its commit unnoticed.
class Expiry {
 public:
  // The oldest buckets that hold rows, or 0 when there are none.
  static absl::StatusOr<Expiry> Open(const Database& database);

  // Adds the deletion of what has expired since the last call.
  void AddTo(BatchSink& sink, Micros now);

 private:
  uint32_t kept_day_ = 0;     // days before it are gone
  uint32_t kept_minute_ = 0;  // minutes before it are gone
};

// Gives the disk space of dropped buckets back where whole files hold nothing
// else. Thread-safe.
absl::Status ReclaimExpired(Database& database);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROCKSDB_EXPIRY_H_
