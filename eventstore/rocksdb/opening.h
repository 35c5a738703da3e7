#ifndef ROLLBOOK_EVENTSTORE_ROCKSDB_OPENING_H_
#define ROLLBOOK_EVENTSTORE_ROCKSDB_OPENING_H_

#include <memory>
#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "base/random.h"
#include "eventstore/commit_rules.h"
#include "eventstore/lineage.h"
#include "eventstore/rocksdb/database.h"
#include "eventstore/rocksdb/failure_latch.h"
#include "eventstore/rocksdb/rocksdb_event_store.h"
#include "eventstore/rocksdb/watermark.h"
#include "rocksdb/env.h"

namespace rollbook::eventstore {

// Keeps a second process out of the directory.
class DirectoryLock {
 public:
  // STORE_FAILED when another process, or another store of this one, has it.
  static absl::StatusOr<std::unique_ptr<DirectoryLock>> Acquire(
      rocksdb::Env& env, const std::string& directory);
  ~DirectoryLock();

 private:
  DirectoryLock(rocksdb::Env& env, rocksdb::FileLock* lock)
      : env_(env), lock_(lock) {}

  rocksdb::Env& env_;
  rocksdb::FileLock* const lock_;
};

struct OpenedStore {
  std::unique_ptr<Database> database;
  std::string lineage;
  LogEnd end;
  // The log was rolled back and the operator accepts it: the store has to
  // append this before anything else.
  std::optional<LogFork> fork;
};

// The database of a stopped store, or of a copy, to be read only; what it
// should have according to its watermark is compared by CompareWithWatermark.
// `creation` is one of the two that read. DATA_CORRUPTED for a damaged WAL,
// unless it is to be read up to there.
absl::StatusOr<OpenedStore> OpenStoreToRead(const RocksDbOptions& options,
                                            Database::Creation creation,
                                            FailureLatch& failure);

// What the log and its watermark disagree about; empty when they agree.
absl::StatusOr<std::string> CompareWithWatermark(
    const OpenedStore& opened, const std::optional<Watermark>& watermark);

// Creates or opens the database and checks it against itself and against the
// watermark (docs/formats/storage.md, "Opening"). The directory is locked.
absl::StatusOr<OpenedStore> OpenStore(const RocksDbOptions& options,
                                      rocksdb::Env& env, base::Random& random,
                                      FailureLatch& failure);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROCKSDB_OPENING_H_
