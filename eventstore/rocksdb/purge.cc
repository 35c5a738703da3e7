#include "eventstore/rocksdb/purge.h"

#include <algorithm>
#include <array>
#include <set>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "eventstore/rocksdb/status.h"
#include "rocksdb/metadata.h"
#include "rocksdb/options.h"

namespace rollbook::eventstore {
namespace {

constexpr std::array kPurgedFamilies = {Family::kKeys, Family::kSnapshots,
                                        Family::kClaims, Family::kIdempotency};
constexpr absl::Duration kLookInterval = absl::Milliseconds(50);

bool IsPurged(const std::string& family) {
  return std::ranges::any_of(kPurgedFamilies, [&](Family purged) {
    return kFamilyNames[static_cast<size_t>(purged)] == family;
  });
}

absl::StatusOr<std::vector<std::string>> FilesOf(const Database& database) {
  std::vector<std::string> files;
  RETURN_IF_ERROR(FromRocksDb(
      database.db().GetEnv()->GetChildren(database.db().GetName(), &files)));
  return files;
}

// Log files that hold something, by name.
absl::StatusOr<std::set<std::string>> Logs(const Database& database) {
  ASSIGN_OR_RETURN(const auto files, FilesOf(database));
  std::set<std::string> logs;
  for (const std::string& file : files) {
    if (!file.ends_with(".log")) continue;
    uint64_t size = 0;
    const rocksdb::Status status = database.db().GetEnv()->GetFileSize(
        database.db().GetName() + "/" + file, &size);
    if (status.ok() && size > 0) logs.insert(file);
  }
  return logs;
}

// Table files that may hold rows of the purged families: theirs, and those
// that are no longer anybody's.
absl::StatusOr<std::set<std::string>> Tables(const Database& database) {
  ASSIGN_OR_RETURN(const auto files, FilesOf(database));
  std::vector<rocksdb::LiveFileMetaData> live;
  database.db().GetLiveFilesMetaData(&live);
  std::set<std::string> others;
  for (const rocksdb::LiveFileMetaData& file : live) {
    // Their names begin with a slash.
    if (!IsPurged(file.column_family_name)) others.insert(file.name.substr(1));
  }
  std::set<std::string> tables;
  for (const std::string& file : files) {
    if (file.ends_with(".sst") && !others.contains(file)) tables.insert(file);
  }
  return tables;
}

absl::Status FlushAll(Database& database) {
  for (size_t family = 0; family < kFamilyCount; ++family) {
    RETURN_IF_ERROR(FromRocksDb(
        database.db().Flush(rocksdb::FlushOptions(),
                            database.handle(static_cast<Family>(family)))));
  }
  return absl::OkStatus();
}

absl::Status CompactAll(Database& database, std::atomic<bool>& stop) {
  rocksdb::CompactRangeOptions options;
  // Also files that are at the last level already: they may hold the row that
  // a deletion above them hides.
  options.bottommost_level_compaction =
      rocksdb::BottommostLevelCompaction::kForce;
  options.exclusive_manual_compaction = false;
  options.canceled = &stop;
  for (const Family family : kPurgedFamilies) {
    RETURN_IF_ERROR(FromRocksDb(database.db().CompactRange(
        options, database.handle(family), nullptr, nullptr)));
  }
  return absl::OkStatus();
}

bool AreGone(const std::set<std::string>& files,
             const std::set<std::string>& now) {
  return std::ranges::none_of(
      files, [&](const std::string& file) { return now.contains(file); });
}

}  // namespace

absl::Status PurgeDeleted(Database& database, std::atomic<bool>& stop) {
  ASSIGN_OR_RETURN(const std::set<std::string> logs, Logs(database));
  RETURN_IF_ERROR(FlushAll(database));
  ASSIGN_OR_RETURN(const std::set<std::string> tables, Tables(database));
  if (const absl::Status compacted = CompactAll(database, stop);
      !compacted.ok()) {
    return stop ? base::Error(base::Reason::kShuttingDown) : compacted;
  }
  for (absl::Duration waited; waited < kPurgePatience;
       waited += kLookInterval) {
    ASSIGN_OR_RETURN(const std::set<std::string> logs_now, Logs(database));
    ASSIGN_OR_RETURN(const std::set<std::string> tables_now, Tables(database));
    if (AreGone(logs, logs_now) && AreGone(tables, tables_now)) {
      return absl::OkStatus();
    }
    if (stop) return base::Error(base::Reason::kShuttingDown);
    absl::SleepFor(kLookInterval);
  }
  return base::ErrorWithText(base::Reason::kOverloaded,
                             "Old files are still being read; purge again");
}

}  // namespace rollbook::eventstore
