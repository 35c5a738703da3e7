#include "eventstore/rocksdb/backup.h"

#include <cstdint>
#include <filesystem>
#include <memory>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "eventstore/rocksdb/failure_latch.h"
#include "eventstore/rocksdb/log_check.h"
#include "eventstore/rocksdb/opening.h"
#include "eventstore/rocksdb/status.h"
#include "eventstore/rocksdb/synced_files.h"
#include "eventstore/rocksdb/watermark.h"
#include "eventstore/stored_time.h"
#include "rocksdb/utilities/checkpoint.h"

namespace rollbook::eventstore {
namespace {

namespace fs = std::filesystem;

constexpr size_t kBlockCacheBytes = 8 << 20;
// What a backup is called until it is whole.
constexpr char kPartial[] = ".partial";

absl::Status Failed(const std::string& directory, absl::string_view why) {
  return base::ErrorWithText(base::Reason::kBackupFailed,
                             absl::StrCat(directory, ": ", why));
}

// Writes every memtable to a file first, so that the copy needs no WAL.
absl::Status CopyDatabase(const Database& database, const std::string& path) {
  rocksdb::Checkpoint* checkpoint = nullptr;
  RETURN_IF_ERROR(
      FromRocksDb(rocksdb::Checkpoint::Create(&database.db(), &checkpoint)));
  const std::unique_ptr<rocksdb::Checkpoint> owned(checkpoint);
  return FromRocksDb(owned->CreateCheckpoint(path, /*log_size_for_flush=*/0));
}

// Opens the copy as a restored store would be, and checks the end of its log.
absl::StatusOr<LogEnd> CheckCopy(rocksdb::Env& env,
                                 const std::string& directory) {
  RocksDbOptions options;
  options.env = &env;
  options.directory = directory;
  options.block_cache_bytes = kBlockCacheBytes;
  FailureLatch failure(nullptr);  // a bad copy does not stop the store
  ASSIGN_OR_RETURN(
      const OpenedStore copy,
      OpenStoreToRead(options, Database::Creation::kReadOnly, failure));
  ASSIGN_OR_RETURN(LogEnd end, ReadLogEnd(*copy.database));
  const uint64_t head = end.head.number;
  const uint64_t limit = options.max_records_verified_at_open;
  RETURN_IF_ERROR(
      CheckLog(*copy.database, head > limit ? head - limit : 0, head));
  return end;
}

// Fills `partial`, then gives it its name: what has its name holds.
absl::StatusOr<LogEnd> Fill(const Database& database, rocksdb::Env& env,
                            const std::string& lineage,
                            const std::string& partial,
                            const std::string& directory) {
  RETURN_IF_ERROR(CopyDatabase(database, partial + "/store"));
  ASSIGN_OR_RETURN(LogEnd end, CheckCopy(env, partial));
  RETURN_IF_ERROR(WriteBackupMark(
      env, partial,
      {.lineage = lineage, .head = end.head, .head_hash = end.hash}));
  RETURN_IF_ERROR(FromRocksDb(env.RenameFile(partial, directory)));
  RETURN_IF_ERROR(SyncDirectory(env, fs::path(directory).parent_path()));
  return end;
}

uint64_t BytesIn(const std::string& directory) {
  uint64_t bytes = 0;
  std::error_code error;
  for (fs::recursive_directory_iterator entry(directory, error), end;
       !error && entry != end; entry.increment(error)) {
    if (entry->is_regular_file(error)) bytes += entry->file_size(error);
  }
  return bytes;
}

}  // namespace

absl::StatusOr<Backup> MakeBackup(const Database& database, rocksdb::Env& env,
                                  const std::string& lineage,
                                  const std::string& directory) {
  const std::string partial = directory + kPartial;
  std::error_code error;
  if (directory.ends_with(kPartial)) {
    return Failed(directory, "such a name is that of an unfinished backup");
  }
  if (fs::exists(directory, error)) {
    return Failed(directory, "there is something of this name");
  }
  fs::remove_all(partial, error);  // of a backup that was cut short
  if (!fs::create_directories(partial, error)) {
    return Failed(partial, error.message());
  }
  const absl::StatusOr<LogEnd> end =
      Fill(database, env, lineage, partial, directory);
  if (!end.ok()) {
    fs::remove_all(partial, error);
    return Failed(directory, end.status().message());
  }
  return Backup{.head = end->head,
                .time = TimeOf(end->time),
                .bytes = BytesIn(directory)};
}

}  // namespace rollbook::eventstore
