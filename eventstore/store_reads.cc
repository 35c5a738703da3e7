#include "eventstore/store_reads.h"

#include <algorithm>

#include "base/error.h"
#include "base/status_macros.h"
#include "eventstore/check_request.h"
#include "eventstore/keys.h"
#include "eventstore/rows.h"

namespace rollbook::eventstore {
namespace {

absl::Status Missing(const char* what) {
  return base::ErrorWithText(base::Reason::kDataCorrupted,
                             std::string("A row is missing: ") + what);
}

// Visits records while the limits allow, or until a visit fails.
absl::Status VisitPage(
    const RowReader& rows, Position after, size_t max_records, size_t max_bytes,
    absl::FunctionRef<absl::Status(std::string_view)> visit) {
  if (max_records == 0) return absl::OkStatus();
  size_t records = 0;
  size_t bytes = 0;
  absl::Status result;
  RETURN_IF_ERROR(VisitRawLog(rows, after, [&](std::string_view stored) {
    result = visit(stored);
    bytes += stored.size();
    return result.ok() && ++records < max_records && bytes < max_bytes;
  }));
  return result;
}

}  // namespace

absl::StatusOr<std::optional<StreamState>> LoadStream(const RowReader& rows,
                                                      const StreamId& stream,
                                                      ReadTier tier) {
  RETURN_IF_ERROR(CheckStream(stream));
  ASSIGN_OR_RETURN(const std::optional<std::string> row,
                   rows.Get(Family::kSnapshots, StreamKey(stream), tier));
  if (!row) return std::nullopt;
  ASSIGN_OR_RETURN(StreamState state, DecodeSnapshot(*row));
  return state;
}

absl::StatusOr<std::optional<std::string>> LoadKey(const RowReader& rows,
                                                   const StreamId& stream) {
  RETURN_IF_ERROR(CheckStream(stream));
  return rows.Get(Family::kKeys, StreamKey(stream));
}

absl::StatusOr<std::optional<StreamId>> LoadClaim(
    const RowReader& rows, const TenantId& tenant, std::string_view kind,
    const base::Hash256& value_hash, ReadTier tier) {
  ASSIGN_OR_RETURN(
      const std::optional<std::string> holder,
      rows.Get(Family::kClaims, ClaimKey(tenant, kind, value_hash), tier));
  if (!holder) return std::nullopt;
  return StreamId{tenant, *holder};
}

absl::StatusOr<std::vector<std::pair<std::string, std::string>>> LoadMeta(
    const RowReader& rows, std::string_view prefix) {
  std::vector<std::pair<std::string, std::string>> found;
  RETURN_IF_ERROR(rows.Scan(Family::kMeta, prefix, PrefixLimit(prefix),
                            [&](std::string_view key, std::string_view value) {
                              if (key[0] != kOwnMetaPrefix)
                                found.emplace_back(key, value);
                              return true;
                            }));
  return found;
}

absl::StatusOr<std::vector<std::pair<StreamId, std::string>>> LoadKeys(
    const RowReader& rows, const std::optional<StreamId>& after,
    size_t max_rows) {
  std::vector<std::pair<StreamId, std::string>> found;
  if (max_rows == 0) return found;
  // The smallest key behind `after` is that with one more byte.
  const std::string first =
      after ? StreamKey(*after) + std::string(1, '\0') : std::string();
  absl::Status result;
  RETURN_IF_ERROR(
      rows.Scan(Family::kKeys, first, "",
                [&](std::string_view key, std::string_view value) {
                  std::optional<StreamId> stream = ParseStreamKey(key);
                  if (!stream) {
                    result = Missing("a stream behind a key");
                    return false;
                  }
                  found.emplace_back(*std::move(stream), std::string(value));
                  return found.size() < max_rows;
                }));
  RETURN_IF_ERROR(result);
  return found;
}

absl::StatusOr<std::vector<Record>> LoadEvents(const RowReader& rows,
                                               const StreamId& stream,
                                               Version from,
                                               size_t max_records) {
  RETURN_IF_ERROR(CheckStream(stream));
  const std::string prefix = StreamKey(stream);
  // First, so that the index has all versions before the one it names.
  ASSIGN_OR_RETURN(const std::optional<std::string> snapshot,
                   rows.Get(Family::kSnapshots, prefix));
  if (!snapshot) return std::vector<Record>();
  ASSIGN_OR_RETURN(const SnapshotHeader last, DecodeSnapshotHeader(*snapshot));
  std::vector<std::string> log_keys;
  if (max_records > 0) {
    RETURN_IF_ERROR(rows.Scan(Family::kStreams, StreamVersionKey(prefix, from),
                              StreamVersionKey(prefix, last.version),
                              [&](std::string_view, std::string_view position) {
                                log_keys.emplace_back(position);
                                return log_keys.size() < max_records;
                              }));
  }
  if (log_keys.size() < max_records && from <= last.version) {
    log_keys.push_back(LogKey(last.position.number));
  }
  std::vector<Record> records;
  records.reserve(log_keys.size());
  for (const std::string& key : log_keys) {
    ASSIGN_OR_RETURN(const std::optional<std::string> stored,
                     rows.Get(Family::kLog, key));
    if (!stored) return Missing("an event of a stream");
    ASSIGN_OR_RETURN(Record record, DecodeRecord(*stored));
    if (record.stream != stream) return Missing("an event of a stream");
    records.push_back(std::move(record));
  }
  return records;
}

absl::Status VisitRawLog(const RowReader& rows, Position after,
                         absl::FunctionRef<bool(std::string_view)> visit) {
  uint64_t expected = after.number;
  bool gap = false;
  RETURN_IF_ERROR(rows.Scan(Family::kLog, LogKey(after.number + 1), "",
                            [&](std::string_view key, std::string_view stored) {
                              gap = ParseLogKey(key) != ++expected;
                              return !gap && visit(stored);
                            }));
  return gap ? Missing("the log has a gap") : absl::OkStatus();
}

absl::StatusOr<std::vector<Record>> LoadLog(const RowReader& rows,
                                            Position after, size_t max_records,
                                            size_t max_bytes) {
  std::vector<Record> records;
  RETURN_IF_ERROR(VisitPage(rows, after, max_records, max_bytes,
                            [&](std::string_view stored) -> absl::Status {
                              ASSIGN_OR_RETURN(Record record,
                                               DecodeRecord(stored));
                              records.push_back(std::move(record));
                              return absl::OkStatus();
                            }));
  return records;
}

absl::StatusOr<std::vector<std::string>> LoadRawLog(const RowReader& rows,
                                                    Position after,
                                                    size_t max_records,
                                                    size_t max_bytes) {
  std::vector<std::string> records;
  RETURN_IF_ERROR(VisitPage(rows, after, max_records, max_bytes,
                            [&](std::string_view stored) {
                              records.emplace_back(stored);
                              return absl::OkStatus();
                            }));
  return records;
}

absl::StatusOr<std::string> LoadRawRecord(const RowReader& rows,
                                          uint64_t number) {
  ASSIGN_OR_RETURN(std::optional<std::string> stored,
                   rows.Get(Family::kLog, LogKey(number)));
  if (!stored) return Missing("a position of the log");
  return *std::move(stored);
}

absl::StatusOr<Position> FindPositionBefore(const RowReader& rows,
                                            absl::Time time, Position head) {
  // Positions have no gaps and times do not decrease: bisection.
  uint64_t before = 0;
  uint64_t not_before = head.number + 1;
  while (before + 1 < not_before) {
    const uint64_t middle = before + (not_before - before) / 2;
    ASSIGN_OR_RETURN(const std::string stored, LoadRawRecord(rows, middle));
    ASSIGN_OR_RETURN(const Record record, DecodeRecord(stored));
    (record.time < time ? before : not_before) = middle;
  }
  return Position{head.shard, before};
}

}  // namespace rollbook::eventstore
