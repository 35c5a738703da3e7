#ifndef ROLLBOOK_EVENTSTORE_ROCKSDB_DATABASE_H_
#define ROLLBOOK_EVENTSTORE_ROCKSDB_DATABASE_H_

#include <array>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "eventstore/rocksdb/failure_latch.h"
#include "eventstore/rocksdb/rocksdb_event_store.h"
#include "eventstore/row_access.h"
#include "rocksdb/db.h"
#include "rocksdb/write_batch.h"

namespace rollbook::eventstore {

// The opened engine: rows by family, and durable writes. Damage or an I/O
// error met by any call goes to the failure latch. Thread-safe.
class Database final : public RowReader {
 public:
  enum class Creation {
    kMayCreate,    // nothing is there
    kMayComplete,  // a creation may have been cut short
    kMustExist,
    kReadOnly,        // it is there, and stays as it is
    kReadUpToDamage,  // likewise, without what a damaged WAL hides
  };

  // `failure` must outlive the database. STORE_FAILED for rows of somebody
  // else's.
  static absl::StatusOr<std::unique_ptr<Database>> Open(
      const std::string& path, const RocksDbOptions& options, Creation creation,
      FailureLatch& failure);
  ~Database() override;

  using RowReader::Get;
  absl::StatusOr<std::optional<std::string>> Get(Family family,
                                                 std::string_view key,
                                                 ReadTier tier) const override;
  absl::Status Scan(
      Family family, std::string_view first, std::string_view limit,
      absl::FunctionRef<bool(std::string_view key, std::string_view value)>
          visit) const override;

  // The first or last key of a family; nullopt when it has none.
  absl::StatusOr<std::optional<std::string>> FirstKey(Family family) const;
  absl::StatusOr<std::optional<std::string>> LastKey(Family family) const;

  // Everything in the batch is on disk, or the store has failed.
  absl::Status Write(rocksdb::WriteBatch& batch);

  rocksdb::ColumnFamilyHandle* handle(Family family) const {
    return handles_[static_cast<size_t>(family)];
  }
  rocksdb::DB& db() const { return *db_; }

 private:
  explicit Database(FailureLatch& failure) : failure_(failure) {}

  // Reports damage and I/O errors; hands on the status in our words.
  absl::Status Judge(const rocksdb::Status& status) const;

  FailureLatch& failure_;
  std::unique_ptr<rocksdb::DB> db_;
  rocksdb::ColumnFamilyHandle* default_family_ = nullptr;
  std::array<rocksdb::ColumnFamilyHandle*, kFamilyCount> handles_{};
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROCKSDB_DATABASE_H_
