#include "eventstore/in_memory_event_store.h"

#include <array>
#include <functional>
#include <map>
#include <optional>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "base/mutex.h"
#include "base/status_macros.h"
#include "eventstore/commit_clock.h"
#include "eventstore/commit_rules.h"
#include "eventstore/head_waiters.h"
#include "eventstore/lineage.h"
#include "eventstore/observer_slot.h"
#include "eventstore/prepared_append.h"
#include "eventstore/recent_rows.h"
#include "eventstore/store_reads.h"

namespace rollbook::eventstore {
namespace {

// Sorted rows in memory. Not thread-safe: the store holds its mutex.
class MemoryRows final : public RowReader, public RowSink {
 public:
  absl::StatusOr<std::optional<std::string>> Get(Family family,
                                                 std::string_view key,
                                                 ReadTier) const override {
    const Rows& rows = families_[static_cast<size_t>(family)];
    const auto row = rows.find(key);
    if (row == rows.end()) return std::nullopt;
    return row->second;
  }

  absl::Status Scan(Family family, std::string_view first,
                    std::string_view limit,
                    absl::FunctionRef<bool(std::string_view, std::string_view)>
                        visit) const override {
    const Rows& rows = families_[static_cast<size_t>(family)];
    for (auto row = rows.lower_bound(first);
         row != rows.end() && (limit.empty() || row->first < limit); ++row) {
      if (!visit(row->first, row->second)) break;
    }
    return absl::OkStatus();
  }

  void Put(Family family, std::string_view key,
           std::string_view value) override {
    families_[static_cast<size_t>(family)].insert_or_assign(std::string(key),
                                                            std::string(value));
  }

  void Delete(Family family, std::string_view key) override {
    families_[static_cast<size_t>(family)].erase(std::string(key));
  }

 private:
  using Rows = std::map<std::string, std::string, std::less<>>;

  std::array<Rows, kFamilyCount> families_;
};

class InMemoryEventStore final : public EventStore {
 public:
  InMemoryEventStore(const base::Clock& clock, base::Random& random)
      : lineage_(NewLineage(random)), clock_(clock, kNever, false) {}

  ~InMemoryEventStore() override { waiters_.Close(); }

  void Append(AppendRequest request, AppendCallback done) override {
    absl::StatusOr<AppendOutcome> outcome = AppendNow(std::move(request));
    waiters_.Advance(Head().number);
    std::move(done)(std::move(outcome));
  }

  absl::StatusOr<std::optional<StreamState>> Load(
      const StreamId& stream, ReadTier tier) const override {
    base::MutexLock lock(mutex_);
    return LoadStream(rows_, stream, tier);
  }
  absl::StatusOr<std::optional<std::string>> GetKey(
      const StreamId& stream) const override {
    base::MutexLock lock(mutex_);
    return LoadKey(rows_, stream);
  }
  absl::StatusOr<std::optional<StreamId>> FindClaim(
      const TenantId& tenant, std::string_view kind,
      const base::Hash256& value_hash, ReadTier tier) const override {
    base::MutexLock lock(mutex_);
    return LoadClaim(rows_, tenant, kind, value_hash, tier);
  }
  absl::StatusOr<std::optional<std::string>> GetMeta(
      std::string_view key) const override {
    base::MutexLock lock(mutex_);
    return rows_.Get(Family::kMeta, key, ReadTier::kMayBlock);
  }
  absl::StatusOr<std::vector<std::pair<std::string, std::string>>> ScanMeta(
      std::string_view prefix) const override {
    base::MutexLock lock(mutex_);
    return LoadMeta(rows_, prefix);
  }
  absl::StatusOr<std::vector<std::pair<StreamId, std::string>>> ScanKeys(
      const std::optional<StreamId>& after, size_t max_rows) const override {
    base::MutexLock lock(mutex_);
    return LoadKeys(rows_, after, max_rows);
  }
  absl::StatusOr<std::vector<Record>> ReadStream(
      const StreamId& stream, Version from, size_t max_records) const override {
    base::MutexLock lock(mutex_);
    return LoadEvents(rows_, stream, from, max_records);
  }
  absl::StatusOr<std::vector<Record>> ReadLog(Position after,
                                              size_t max_records,
                                              size_t max_bytes) const override {
    base::MutexLock lock(mutex_);
    return LoadLog(rows_, after, max_records, max_bytes);
  }
  absl::StatusOr<std::vector<std::string>> ReadRawLog(
      Position after, size_t max_records, size_t max_bytes) const override {
    base::MutexLock lock(mutex_);
    return LoadRawLog(rows_, after, max_records, max_bytes);
  }
  absl::Status VisitRawLog(
      Position after,
      absl::FunctionRef<bool(std::string_view)> visit) const override {
    base::MutexLock lock(mutex_);
    return eventstore::VisitRawLog(rows_, after, visit);
  }
  absl::StatusOr<Position> PositionBefore(absl::Time time) const override {
    base::MutexLock lock(mutex_);
    return FindPositionBefore(rows_, time, end_.head);
  }
  absl::StatusOr<Position> ConfirmHead() override { return Head(); }
  Position Head() const override {
    base::MutexLock lock(mutex_);
    return end_.head;
  }
  absl::Time HeadTime() const override {
    base::MutexLock lock(mutex_);
    return TimeOf(end_.time);
  }
  uint64_t WaitForHead(Position position,
                       absl::AnyInvocable<void()> wake) override {
    return waiters_.Add(position.number, std::move(wake));
  }
  void CancelWait(uint64_t id) override { waiters_.Cancel(id); }
  bool ObserveAppends(AppendObserver* observer) override {
    observer_.Set(observer);
    return true;
  }
  std::string Lineage() const override { return lineage_; }
  StoreStats Stats() const override {
    base::MutexLock lock(mutex_);
    StoreStats stats = stats_;
    stats.write_stop = clock_.Check();
    return stats;
  }

 private:
  absl::StatusOr<AppendOutcome> AppendNow(AppendRequest request) {
    ASSIGN_OR_RETURN(PreparedAppend append, Prepare(std::move(request)));
    base::MutexLock lock(mutex_);
    ASSIGN_OR_RETURN(const Micros now, clock_.Now());
    RETURN_IF_ERROR(LookUp(append, rows_, now, ReadTier::kMayBlock));
    // Looked up under the lock: there is nothing recent behind it.
    RecentRows nothing({}, 0);
    nothing.BeginGroup(1);
    GroupContext group{now, end_, nothing, rows_};
    std::vector<const StreamId*> changed;
    if (ChangesAStream(append)) changed.push_back(&append.stream);
    absl::StatusOr<AppendOutcome> outcome;
    RETURN_IF_ERROR(observer_.Around(changed, [&] {
      outcome = Commit(append, group);
      return outcome.status();
    }));
    ++stats_.appends;
    ++stats_.commit_groups;
    stats_.events = end_.head.number;
    return outcome;
  }

  const std::string lineage_;
  CommitClock clock_;
  HeadWaiters waiters_;
  ObserverSlot observer_;
  // Held over each call: an append is atomic to all readers.
  mutable base::Mutex mutex_;
  MemoryRows rows_ ABSL_GUARDED_BY(mutex_);
  LogEnd end_ ABSL_GUARDED_BY(mutex_);
  StoreStats stats_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

std::unique_ptr<EventStore> MakeInMemoryEventStore(const base::Clock& clock,
                                                   base::Random& random) {
  return std::make_unique<InMemoryEventStore>(clock, random);
}

}  // namespace rollbook::eventstore
