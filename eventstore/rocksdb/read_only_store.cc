#include "eventstore/rocksdb/read_only_store.h"

#include <utility>

#include "base/error.h"
#include "eventstore/store_reads.h"
#include "eventstore/stored_time.h"

namespace rollbook::eventstore {
namespace {

absl::Status ReadOnly() {
  return base::ErrorWithText(base::Reason::kStoreFailed,
                             "the store is open to be read only");
}

class ReadOnlyStore final : public EventStore {
 public:
  explicit ReadOnlyStore(const OpenedStore& opened)
      : opened_(opened), rows_(*opened.database) {}

  void Append(AppendRequest, AppendCallback done) override { done(ReadOnly()); }

  absl::StatusOr<std::optional<StreamState>> Load(
      const StreamId& stream, ReadTier tier) const override {
    return LoadStream(rows_, stream, tier);
  }
  absl::StatusOr<std::optional<std::string>> GetKey(
      const StreamId& stream, ReadTier tier) const override {
    return LoadKey(rows_, stream, tier);
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
    return FindPositionBefore(rows_, time, Head());
  }
  Position Head() const override { return opened_.end.head; }
  absl::StatusOr<Position> ConfirmHead() override { return Head(); }
  absl::Time HeadTime() const override { return TimeOf(opened_.end.time); }
  uint64_t WaitForHead(Position, absl::AnyInvocable<void()> wake) override {
    wake();
    return 0;
  }
  void CancelWait(uint64_t) override {}
  bool ObserveAppends(AppendObserver*) override { return true; }
  std::string Lineage() const override { return opened_.lineage; }
  StoreStats Stats() const override { return {.write_stop = ReadOnly()}; }

 private:
  const OpenedStore& opened_;
  const Database& rows_;
};

}  // namespace

std::unique_ptr<EventStore> MakeReadOnlyStore(const OpenedStore& opened) {
  return std::make_unique<ReadOnlyStore>(opened);
}

}  // namespace rollbook::eventstore
