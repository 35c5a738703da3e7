#ifndef ROLLBOOK_SERVICES_PROJECTIONS_SNAPSHOT_SHARE_H_
#define ROLLBOOK_SERVICES_PROJECTIONS_SNAPSHOT_SHARE_H_

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/hash/hash.h"
#include "absl/status/statusor.h"
#include "eventstore/event_store.h"
#include "services/projections/snapshot_comparison.h"

namespace rollbook::services {

// Users whose folds are kept while the log is read, for each share. Of further
// ones the events are looked up, which costs more time and no memory: a state
// is about a kilobyte.
inline constexpr size_t kMaxOpenFolds = 1 << 16;

// Compares some users' rows with their events, in one pass over the log: the
// share takes all records of its users in order, folds them, and compares when
// it has come to the version of the row. Not thread-safe; shares run beside
// each other.
class SnapshotShare {
 public:
  using Found = absl::StatusOr<std::optional<Divergence>>;

  // Both must outlive the share; there may be no vault.
  SnapshotShare(const eventstore::EventStore* store, const KeyVault* vault,
                size_t max_open_folds = kMaxOpenFolds)
      : store_(*store), vault_(vault), max_open_folds_(max_open_folds) {}

  // The next record, as stored. Blocks. Errors: the store's.
  Found Take(std::string_view stored);

  // Nothing more comes: the users whose rows are newer than what was taken, and
  // who are still to be compared.
  std::vector<eventstore::StreamId> TakeOpen();

 private:
  struct Fold {
    std::optional<base::Key256> key;
    FoldedUser user;
    eventstore::Version row_version;
  };
  struct HashStream {
    size_t operator()(const eventstore::StreamId& stream) const {
      return absl::HashOf(stream.tenant.value, stream.id);
    }
  };

  Found Begin(const eventstore::Record& record, std::string_view stored);
  Found Continue(Fold& fold, const eventstore::Record& record,
                 std::string_view stored);
  Found CheckIsNotAhead(const eventstore::Record& record) const;
  // False when the record does not open.
  static bool Apply(const eventstore::Record& record, Fold& fold);
  // `stored` is the last record. What a fold says is said only when the user's
  // events, looked up, say so.
  Found Compare(const eventstore::StreamId& stream, Fold& fold,
                std::string_view stored,
                const eventstore::StreamState& row) const;

  const eventstore::EventStore& store_;
  const KeyVault* const vault_;  // null: clear headers only
  const size_t max_open_folds_;
  absl::flat_hash_map<eventstore::StreamId, Fold, HashStream> folds_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_PROJECTIONS_SNAPSHOT_SHARE_H_
