#include "eventstore/rocksdb/opening.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "eventstore/keys.h"
#include "eventstore/record.h"
#include "eventstore/rocksdb/batch_sink.h"
#include "eventstore/rocksdb/log_check.h"
#include "eventstore/rocksdb/status.h"
#include "eventstore/rocksdb/watermark.h"
#include "eventstore/store_reads.h"

namespace rollbook::eventstore {
namespace {

// The value of the `$format` row.
constexpr std::string_view kFormat = "rollbook-store-1";

absl::Status Refuse(const std::string& text) {
  return base::ErrorWithText(base::Reason::kStoreFailed, text);
}

std::string StorePath(const RocksDbOptions& options) {
  return options.directory + "/store";
}

bool HasDatabase(rocksdb::Env& env, const std::string& path) {
  return env.FileExists(path + "/CURRENT").ok();
}

absl::StatusOr<uint64_t> ReadVerified(const Database& database) {
  ASSIGN_OR_RETURN(const std::optional<std::string> row,
                   database.Get(Family::kMeta, kVerifiedMetaKey));
  return row ? ParseLogKey(*row).value_or(0) : 0;
}

absl::Status WriteMeta(
    Database& database,
    std::initializer_list<std::pair<std::string_view, std::string_view>> rows) {
  BatchSink sink(database);
  for (const auto& [key, value] : rows) sink.Put(Family::kMeta, key, value);
  return database.Write(sink.batch());
}

// ---- A new store ------------------------------------------------------------

absl::Status CheckMayCreate(const RocksDbOptions& options, rocksdb::Env& env,
                            const std::optional<Watermark>& watermark) {
  const std::string path = StorePath(options);
  if (options.must_exist) return Refuse("There is no store in " + path);
  if (watermark && watermark->head.number > 0 && !options.accept_rollback) {
    return Refuse(absl::StrCat(
        "There is no store in ", path, ", but its watermark says that it had ",
        watermark->head.number,
        " records. Put the store back, or start with --accept_rollback"));
  }
  std::vector<std::string> files;
  const bool is_empty =
      !env.GetChildren(path, &files).ok() ||
      std::all_of(files.begin(), files.end(), [](const std::string& name) {
        return name == "." || name == "..";
      });
  // A creation that was cut short left its watermark, written first.
  if (!is_empty && !watermark) {
    return Refuse(path + " holds something that is not a store of Rollbook");
  }
  return absl::OkStatus();
}

absl::StatusOr<OpenedStore> CreateStore(
    const RocksDbOptions& options, rocksdb::Env& env, base::Random& random,
    FailureLatch& failure, const std::optional<Watermark>& watermark) {
  OpenedStore opened;
  const bool goes_on = watermark && watermark->head.number == 0;
  opened.lineage = goes_on ? watermark->lineage : NewLineage(random);
  // The watermark first: a database without one is refused.
  RETURN_IF_ERROR(
      WriteWatermark(env, options.directory,
                     {.lineage = opened.lineage, .head = {}, .head_hash = {}}));
  ASSIGN_OR_RETURN(opened.database,
                   Database::Open(StorePath(options), options,
                                  Database::Creation::kMayCreate, failure));
  RETURN_IF_ERROR(WriteMeta(
      *opened.database,
      {{kFormatMetaKey, kFormat}, {kLineageMetaKey, opened.lineage}}));
  return opened;
}

// ---- A store that is there --------------------------------------------------

absl::Status CheckFormat(const Database& database, const std::string& path) {
  ASSIGN_OR_RETURN(const std::optional<std::string> format,
                   database.Get(Family::kMeta, kFormatMetaKey));
  if (format == kFormat) return absl::OkStatus();
  if (format && format->starts_with("rollbook-store-")) {
    return Refuse(path + " was written by a newer version (" + *format + ")");
  }
  return Refuse(path + " is not a store of Rollbook");
}

absl::Status VerifyLog(const RocksDbOptions& options,
                       const OpenedStore& opened) {
  const uint64_t head = opened.end.head.number;
  ASSIGN_OR_RETURN(const uint64_t verified, ReadVerified(*opened.database));
  const uint64_t limit = options.max_records_verified_at_open;
  const uint64_t after =
      std::max(std::min(verified, head), head > limit ? head - limit : 0);
  if (after == head) return absl::OkStatus();
  RETURN_IF_ERROR(CheckLog(*opened.database, after, head));
  return WriteMeta(*opened.database, {{kVerifiedMetaKey, LogKey(head)}});
}

// A creation that was cut short before its meta rows is finished under the
// lineage that its watermark has.
absl::Status CompleteCreation(Database& database, const Watermark& watermark) {
  ASSIGN_OR_RETURN(const std::optional<std::string> format,
                   database.Get(Family::kMeta, kFormatMetaKey));
  if (format) return absl::OkStatus();
  return WriteMeta(database, {{kFormatMetaKey, kFormat},
                              {kLineageMetaKey, watermark.lineage}});
}

// Why the store may not go on under its name; empty when it may.
absl::StatusOr<std::string> WhyNotGoOn(const OpenedStore& opened,
                                       const KnownHead& known) {
  ASSIGN_OR_RETURN(std::string disagreement,
                   CompareWithWatermark(opened, known.watermark));
  if (disagreement.empty() && known.is_backup) {
    disagreement = absl::StrCat("This is a backup, which ends at position ",
                                opened.end.head.number,
                                ": what was acknowledged later is not in it");
  }
  return disagreement;
}

absl::StatusOr<OpenedStore> OpenExisting(const RocksDbOptions& options,
                                         base::Random& random,
                                         FailureLatch& failure,
                                         const KnownHead& known) {
  const std::optional<Watermark>& watermark = known.watermark;
  const std::string path = StorePath(options);
  // A creation cut short lacks some families and its meta rows.
  const bool may_be_incomplete = watermark && watermark->head.number == 0;
  OpenedStore opened;
  ASSIGN_OR_RETURN(
      opened.database,
      Database::Open(path, options,
                     may_be_incomplete ? Database::Creation::kMayComplete
                                       : Database::Creation::kMustExist,
                     failure));
  ASSIGN_OR_RETURN(opened.end, ReadLogEnd(*opened.database));
  if (may_be_incomplete && opened.end.head.number == 0) {
    RETURN_IF_ERROR(CompleteCreation(*opened.database, *watermark));
  }
  RETURN_IF_ERROR(CheckFormat(*opened.database, path));
  ASSIGN_OR_RETURN(const std::optional<std::string> lineage,
                   opened.database->Get(Family::kMeta, kLineageMetaKey));
  opened.lineage = lineage.value_or("");
  ASSIGN_OR_RETURN(const std::string why_not, WhyNotGoOn(opened, known));
  if (!why_not.empty()) {
    if (!options.accept_rollback) {
      return Refuse(why_not + " (" + path +
                    "). Restore the missing data, or start with "
                    "--accept_rollback to go on from here");
    }
    opened.fork = LogFork{.old_lineage = opened.lineage,
                          .new_lineage = NewLineage(random),
                          .old_head = watermark ? watermark->head : Position{},
                          .new_head = opened.end.head};
  }
  RETURN_IF_ERROR(VerifyLog(options, opened));
  return opened;
}

}  // namespace

absl::StatusOr<std::string> CompareWithWatermark(
    const OpenedStore& opened, const std::optional<Watermark>& watermark) {
  if (!watermark) return std::string("Its watermark is missing");
  if (watermark->lineage != opened.lineage) {
    return std::string("Its watermark belongs to another log");
  }
  if (opened.end.head < watermark->head) {
    return std::string(
        absl::StrCat("The log ends at position ", opened.end.head.number,
                     ", but it was known to reach ", watermark->head.number,
                     ": acknowledged records are missing"));
  }
  if (watermark->head.number == 0) return std::string();
  ASSIGN_OR_RETURN(const std::string stored,
                   LoadRawRecord(*opened.database, watermark->head.number));
  if (RecordHash(stored) != watermark->head_hash) {
    return std::string(
        absl::StrCat("The record at position ", watermark->head.number,
                     " is not the one that its watermark names"));
  }
  return std::string();
}

absl::StatusOr<std::unique_ptr<DirectoryLock>> DirectoryLock::Acquire(
    rocksdb::Env& env, const std::string& directory) {
  rocksdb::FileLock* lock = nullptr;
  const rocksdb::Status status = env.LockFile(directory + "/lock", &lock);
  if (!status.ok()) {
    return Refuse(directory +
                  " is in use by another process, or cannot be "
                  "written: " +
                  status.ToString());
  }
  return std::unique_ptr<DirectoryLock>(new DirectoryLock(env, lock));
}

DirectoryLock::~DirectoryLock() { env_.UnlockFile(lock_); }

absl::StatusOr<OpenedStore> OpenStoreToRead(const RocksDbOptions& options,
                                            Database::Creation creation,
                                            FailureLatch& failure) {
  const std::string path = StorePath(options);
  OpenedStore opened;
  ASSIGN_OR_RETURN(opened.database,
                   Database::Open(path, options, creation, failure));
  RETURN_IF_ERROR(CheckFormat(*opened.database, path));
  ASSIGN_OR_RETURN(const std::optional<std::string> lineage,
                   opened.database->Get(Family::kMeta, kLineageMetaKey));
  opened.lineage = lineage.value_or("");
  // Whoever reads it judges the records, the last one too.
  ASSIGN_OR_RETURN(const std::optional<std::string> last,
                   opened.database->LastKey(Family::kLog));
  if (last) opened.end.head.number = ParseLogKey(*last).value_or(0);
  return opened;
}

absl::StatusOr<OpenedStore> OpenStore(const RocksDbOptions& options,
                                      rocksdb::Env& env, base::Random& random,
                                      FailureLatch& failure) {
  absl::StatusOr<KnownHead> known = ReadKnownHead(env, options.directory);
  if (!known.ok()) {
    if (!options.accept_rollback) {
      return Refuse(std::string(known.status().message()) +
                    ". Restore it, or start with --accept_rollback");
    }
    known = KnownHead();
  }
  if (HasDatabase(env, StorePath(options))) {
    return OpenExisting(options, random, failure, *known);
  }
  RETURN_IF_ERROR(CheckMayCreate(options, env, known->watermark));
  return CreateStore(options, env, random, failure, known->watermark);
}

}  // namespace rollbook::eventstore
