#include "services/projections/snapshot_share.h"

#include <string>
#include <utility>

#include "base/status_macros.h"
#include "services/users/user_fold.h"
#include "services/users/user_stream.h"

namespace rollbook::services {
namespace {

using eventstore::Record;

Divergence DivergesAt(const Record& record, std::string what,
                      std::string expected, std::string found) {
  return {record.stream,    std::move(what), std::move(expected),
          std::move(found), record.version,  record.position};
}

Divergence MissingRow(const Record& record) {
  return DivergesAt(record, "missing", "a row", "none");
}

Divergence OldRow(const Record& record, eventstore::Version version) {
  return DivergesAt(record, "version", std::to_string(record.version.value),
                    std::to_string(version.value));
}

}  // namespace

SnapshotShare::Found SnapshotShare::Take(std::string_view stored) {
  ASSIGN_OR_RETURN(const Record record, eventstore::DecodeRecord(stored));
  if (!UserIdOf(record.stream)) return std::nullopt;
  const auto fold = folds_.find(record.stream);
  if (fold != folds_.end()) return Continue(fold->second, record, stored);
  if (record.version.value == 1) return Begin(record, stored);
  return CheckIsNotAhead(record);
}

SnapshotShare::Found SnapshotShare::Begin(const Record& record,
                                          std::string_view stored) {
  ASSIGN_OR_RETURN(const auto row, store_.Load(record.stream));
  if (!row) return MissingRow(record);
  const bool needs_more = row->version > record.version;
  if (needs_more && folds_.size() >= max_open_folds_) {
    return CompareStream(record.stream, store_, vault_);
  }
  Fold fold{.key = std::nullopt, .user = {}, .row_version = row->version};
  ASSIGN_OR_RETURN(fold.key, KeyOf(record.stream, vault_));
  if (!Apply(record, fold)) {
    return CompareStream(record.stream, store_, vault_);
  }
  if (!needs_more) return Compare(record.stream, fold, stored, *row);
  folds_.emplace(record.stream, std::move(fold));
  return std::nullopt;
}

SnapshotShare::Found SnapshotShare::Continue(Fold& fold, const Record& record,
                                             std::string_view stored) {
  if (!Apply(record, fold)) {
    folds_.erase(record.stream);
    return CompareStream(record.stream, store_, vault_);
  }
  if (record.version < fold.row_version) return std::nullopt;
  ASSIGN_OR_RETURN(const auto row, store_.Load(record.stream));
  if (!row) return MissingRow(record);
  fold.row_version = row->version;
  if (row->version > record.version) return std::nullopt;
  auto done = folds_.extract(record.stream);
  return Compare(record.stream, done.mapped(), stored, *row);
}

SnapshotShare::Found SnapshotShare::CheckIsNotAhead(
    const Record& record) const {
  ASSIGN_OR_RETURN(const auto row, store_.Load(record.stream));
  if (!row) return MissingRow(record);
  if (row->version < record.version) return OldRow(record, row->version);
  return std::nullopt;
}

bool SnapshotShare::Apply(const Record& record, Fold& fold) {
  auto state = EvolveBy(record, fold.key, std::move(fold.user.state));
  if (!state.ok()) return false;
  const absl::Time created =
      record.version.value == 1 ? record.time : fold.user.created;
  fold.user = {.state = *std::move(state),
               .version = record.version,
               .position = record.position,
               .created = created,
               .time = record.time,
               .hash = {}};
  return true;
}

SnapshotShare::Found SnapshotShare::Compare(
    const eventstore::StreamId& stream, Fold& fold, std::string_view stored,
    const eventstore::StreamState& row) const {
  fold.user.hash = eventstore::RecordHash(stored);
  if (!CompareWithRow(stream, fold.user, row, fold.key, vault_)) {
    return std::nullopt;
  }
  return CompareStream(stream, store_, vault_);
}

std::vector<eventstore::StreamId> SnapshotShare::TakeOpen() {
  std::vector<eventstore::StreamId> streams;
  streams.reserve(folds_.size());
  for (const auto& [stream, fold] : folds_) streams.push_back(stream);
  folds_.clear();
  return streams;
}

}  // namespace rollbook::services
