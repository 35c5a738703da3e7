#ifndef ROLLBOOK_EVENTSTORE_ROCKSDB_SYNCED_FILES_H_
#define ROLLBOOK_EVENTSTORE_ROCKSDB_SYNCED_FILES_H_

#include <string>

#include "absl/status/status.h"
#include "rocksdb/env.h"

namespace rollbook::eventstore {

// Replaces <directory>/<name> as a whole; on disk when it returns.
absl::Status ReplaceFile(rocksdb::Env& env, const std::string& directory,
                         const std::string& name, const std::string& bytes);

// Until then a power cut may undo what was made or renamed in the directory.
absl::Status SyncDirectory(rocksdb::Env& env, const std::string& directory);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROCKSDB_SYNCED_FILES_H_
