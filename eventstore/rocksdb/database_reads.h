#ifndef ROLLBOOK_EVENTSTORE_ROCKSDB_DATABASE_READS_H_
#define ROLLBOOK_EVENTSTORE_ROCKSDB_DATABASE_READS_H_

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "eventstore/event_store.h"
#include "eventstore/rocksdb/database.h"
#include "eventstore/store_reads.h"

namespace rollbook::eventstore {

// What a store reads of its database, whether it takes appends or not.
// `Interface` is EventStore or extends it. Thread-safe.
template <typename Interface>
class DatabaseReads : public Interface {
 public:
  // `rows` must outlive every call.
  explicit DatabaseReads(const Database& rows) : rows_(rows) {}

  absl::StatusOr<std::optional<StreamState>> Load(
      const StreamId& stream, ReadTier tier) const override {
    return LoadStream(rows_, stream, tier);
  }
  absl::StatusOr<std::optional<std::string>> GetKey(
      const StreamId& stream) const override {
    return LoadKey(rows_, stream);
  }
  absl::StatusOr<std::optional<StreamId>> FindClaim(
      const TenantId& tenant, std::string_view kind,
      const base::Hash256& value_hash, ReadTier tier) const override {
    return LoadClaim(rows_, tenant, kind, value_hash, tier);
  }
  absl::StatusOr<std::optional<std::string>> GetMeta(
      std::string_view key) const override {
    return rows_.Get(Family::kMeta, key);
  }
  absl::StatusOr<std::vector<std::pair<std::string, std::string>>> ScanMeta(
      std::string_view prefix) const override {
    return LoadMeta(rows_, prefix);
  }
  absl::StatusOr<std::vector<std::pair<StreamId, std::string>>> ScanKeys(
      const std::optional<StreamId>& after, size_t max_rows) const override {
    return LoadKeys(rows_, after, max_rows);
  }
  absl::StatusOr<std::vector<Record>> ReadStream(
      const StreamId& stream, Version from, size_t max_records) const override {
    return LoadEvents(rows_, stream, from, max_records);
  }
  absl::StatusOr<std::vector<Record>> ReadLog(Position after,
                                              size_t max_records,
                                              size_t max_bytes) const override {
    return LoadLog(rows_, after, max_records, max_bytes);
  }
  absl::StatusOr<std::vector<std::string>> ReadRawLog(
      Position after, size_t max_records, size_t max_bytes) const override {
    return LoadRawLog(rows_, after, max_records, max_bytes);
  }
  absl::Status VisitRawLog(
      Position after,
      absl::FunctionRef<bool(std::string_view)> visit) const override {
    return eventstore::VisitRawLog(rows_, after, visit);
  }
  absl::StatusOr<Position> PositionBefore(absl::Time time) const override {
    return FindPositionBefore(rows_, time, this->Head());
  }

 private:
  const Database& rows_;
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROCKSDB_DATABASE_READS_H_
