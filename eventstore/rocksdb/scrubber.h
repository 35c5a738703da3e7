#ifndef ROLLBOOK_EVENTSTORE_ROCKSDB_SCRUBBER_H_
#define ROLLBOOK_EVENTSTORE_ROCKSDB_SCRUBBER_H_

#include <cstdint>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "base/mutex.h"
#include "eventstore/rocksdb/database.h"
#include "eventstore/rocksdb/failure_latch.h"

namespace rollbook::eventstore {

// Reads the database's files against their checksums, one file after the
// other, so that it can be slow and can be stopped. Thread-safe.
class Scrubber {
 public:
  Scrubber(const Database& database, FailureLatch& failure)
      : database_(database), failure_(failure) {}

  // As RocksDbEventStore::Scrub.
  absl::Status Run(uint64_t bytes_per_second);

  // Ends a run soon, and every later one at once.
  void Stop();

 private:
  bool WaitFor(uint64_t bytes, uint64_t bytes_per_second);

  const Database& database_;
  FailureLatch& failure_;
  base::Mutex mutex_;
  base::CondVar wake_;
  bool stopped_ ABSL_GUARDED_BY(mutex_) = false;
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROCKSDB_SCRUBBER_H_
