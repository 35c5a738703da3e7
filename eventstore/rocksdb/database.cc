#include "eventstore/rocksdb/database.h"

#include <sys/resource.h>

#include <algorithm>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/status_macros.h"
#include "eventstore/rocksdb/settings.h"
#include "eventstore/rocksdb/status.h"
#include "rocksdb/iterator.h"
#include "rocksdb/listener.h"

namespace rollbook::eventstore {
namespace {

rocksdb::Slice ToSlice(std::string_view text) {
  return {text.data(), text.size()};
}
std::string_view ToView(const rocksdb::Slice& slice) {
  return {slice.data(), slice.size()};
}

// A ninth of the committer's share of a busy processor.
constexpr int kCompactionNiceness = 10;

// Flushes and compactions, which run on the engine's own threads.
class BackgroundWork final : public rocksdb::EventListener {
 public:
  explicit BackgroundWork(FailureLatch& failure) : failure_(failure) {}

  // Compactions must not take the processor from the committer, and must not
  // starve either where others keep the machine busy: writes would stall.
  // Flushes keep their priority, because a full memtable stops the committer.
  void OnCompactionBegin(rocksdb::DB*,
                         const rocksdb::CompactionJobInfo&) override {
    // On Linux the priority is the calling thread's.
    setpriority(PRIO_PROCESS, 0, kCompactionNiceness);
  }

  void OnBackgroundError(rocksdb::BackgroundErrorReason,
                         rocksdb::Status* status) override {
    failure_.Fail(FromRocksDb(*status));
  }

 private:
  FailureLatch& failure_;
};

absl::Status CheckFamilies(const std::string& path,
                           const rocksdb::DBOptions& options) {
  std::vector<std::string> names;
  RETURN_IF_ERROR(
      FromRocksDb(rocksdb::DB::ListColumnFamilies(options, path, &names)));
  for (const std::string& name : names) {
    if (name != rocksdb::kDefaultColumnFamilyName &&
        std::find(kFamilyNames.begin(), kFamilyNames.end(), name) ==
            kFamilyNames.end()) {
      return base::ErrorWithText(
          base::Reason::kStoreFailed,
          path + " is not a store of Rollbook, or one of a newer version");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<std::unique_ptr<Database>> Database::Open(
    const std::string& path, const RocksDbOptions& options, Creation creation,
    FailureLatch& failure) {
  rocksdb::DBOptions db_options = MakeDbOptions(options);
  db_options.create_if_missing = creation == Creation::kMayCreate;
  const bool reads_only =
      creation == Creation::kReadOnly || creation == Creation::kReadUpToDamage;
  db_options.create_missing_column_families =
      creation != Creation::kMustExist && !reads_only;
  if (creation == Creation::kReadUpToDamage) {
    db_options.wal_recovery_mode =
        rocksdb::WALRecoveryMode::kPointInTimeRecovery;
  }
  db_options.listeners.push_back(std::make_shared<BackgroundWork>(failure));
  if (creation != Creation::kMayCreate) {
    RETURN_IF_ERROR(CheckFamilies(path, db_options));
  }
  const auto cache = rocksdb::NewLRUCache(options.block_cache_bytes);
  std::vector<rocksdb::ColumnFamilyDescriptor> families;
  families.emplace_back(rocksdb::kDefaultColumnFamilyName,
                        rocksdb::ColumnFamilyOptions());
  for (size_t i = 0; i < kFamilyCount; ++i) {
    families.emplace_back(
        std::string(kFamilyNames[i]),
        MakeFamilyOptions(static_cast<Family>(i), options, cache));
  }
  if (db_options.create_if_missing) {
    // The database would call the missing directory an error in its messages.
    RETURN_IF_ERROR(FromRocksDb(db_options.env->CreateDirIfMissing(path)));
  }
  std::unique_ptr<Database> database(new Database(failure));
  std::vector<rocksdb::ColumnFamilyHandle*> handles;
  rocksdb::DB* db = nullptr;
  RETURN_IF_ERROR(FromRocksDb(
      reads_only
          ? rocksdb::DB::OpenForReadOnly(db_options, path, families, &handles,
                                         &db)
          : rocksdb::DB::Open(db_options, path, families, &handles, &db)));
  database->db_.reset(db);
  database->default_family_ = handles[0];
  std::copy(handles.begin() + 1, handles.end(), database->handles_.begin());
  return database;
}

Database::~Database() {
  if (db_ == nullptr) return;
  for (rocksdb::ColumnFamilyHandle* handle : handles_) {
    db_->DestroyColumnFamilyHandle(handle);
  }
  db_->DestroyColumnFamilyHandle(default_family_);
  db_->Close();
}

absl::StatusOr<std::optional<std::string>> Database::Get(Family family,
                                                         std::string_view key,
                                                         ReadTier tier) const {
  rocksdb::ReadOptions options;
  if (tier == ReadTier::kMemoryOnly) {
    options.read_tier = rocksdb::kBlockCacheTier;
  }
  rocksdb::PinnableSlice value;
  const rocksdb::Status status =
      db_->Get(options, handle(family), ToSlice(key), &value);
  if (status.IsNotFound()) return std::nullopt;
  RETURN_IF_ERROR(Judge(status));
  return std::string(value.data(), value.size());
}

absl::Status Database::Scan(
    Family family, std::string_view first, std::string_view limit,
    absl::FunctionRef<bool(std::string_view, std::string_view)> visit) const {
  rocksdb::ReadOptions options;
  const rocksdb::Slice upper_bound = ToSlice(limit);
  if (!limit.empty()) options.iterate_upper_bound = &upper_bound;
  // Only one stream's rows may be scanned with the help of the prefix bloom.
  options.total_order_seek = family != Family::kStreams;
  const std::unique_ptr<rocksdb::Iterator> row(
      db_->NewIterator(options, handle(family)));
  for (row->Seek(ToSlice(first)); row->Valid(); row->Next()) {
    if (!visit(ToView(row->key()), ToView(row->value()))) break;
  }
  return Judge(row->status());
}

absl::StatusOr<std::optional<std::string>> Database::FirstKey(
    Family family) const {
  std::optional<std::string> first;
  RETURN_IF_ERROR(
      Scan(family, "", "", [&](std::string_view key, std::string_view) {
        first = key;
        return false;
      }));
  return first;
}

absl::StatusOr<std::optional<std::string>> Database::LastKey(
    Family family) const {
  rocksdb::ReadOptions options;
  options.total_order_seek = true;
  const std::unique_ptr<rocksdb::Iterator> row(
      db_->NewIterator(options, handle(family)));
  row->SeekToLast();
  RETURN_IF_ERROR(Judge(row->status()));
  if (!row->Valid()) return std::nullopt;
  return std::string(ToView(row->key()));
}

absl::Status Database::Write(rocksdb::WriteBatch& batch) {
  return Judge(db_->Write(DurableWrite(), &batch));
}

absl::Status Database::Judge(const rocksdb::Status& status) const {
  absl::Status judged = FromRocksDb(status);
  if (!judged.ok() && !IsWouldBlock(judged)) failure_.Fail(judged);
  return judged;
}

}  // namespace rollbook::eventstore
