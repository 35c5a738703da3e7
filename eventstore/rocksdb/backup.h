#ifndef ROLLBOOK_EVENTSTORE_ROCKSDB_BACKUP_H_
#define ROLLBOOK_EVENTSTORE_ROCKSDB_BACKUP_H_

#include <string>

#include "absl/status/statusor.h"
#include "eventstore/rocksdb/database.h"
#include "eventstore/rocksdb/rocksdb_event_store.h"
#include "rocksdb/env.h"

namespace rollbook::eventstore {

// As RocksDbEventStore::CreateBackup, of the database whose lineage this is.
absl::StatusOr<Backup> MakeBackup(const Database& database, rocksdb::Env& env,
                                  const std::string& lineage,
                                  const std::string& directory);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROCKSDB_BACKUP_H_
