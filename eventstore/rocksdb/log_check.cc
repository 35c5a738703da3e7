#include "eventstore/rocksdb/log_check.h"

#include <optional>
#include <string>
#include <string_view>

#include "absl/container/flat_hash_map.h"
#include "absl/strings/str_cat.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "eventstore/keys.h"
#include "eventstore/record.h"
#include "eventstore/rows.h"
#include "eventstore/store_reads.h"

namespace rollbook::eventstore {
namespace {

absl::Status Wrong(uint64_t position, const char* what) {
  return base::ErrorWithText(
      base::Reason::kDataCorrupted,
      absl::StrCat("Position ", position, " of the log: ", what));
}

class LogChecker {
 public:
  explicit LogChecker(const RowReader& rows) : rows_(rows) {}

  absl::Status CheckRecord(uint64_t position, std::string_view stored);
  absl::Status CheckSnapshots() const;

 private:
  struct Tip {
    Version version;
    uint64_t position = 0;
    Micros time = kNever;
    base::Hash256 hash{};
  };

  // Where the record's stream stood before it.
  absl::StatusOr<Tip> TipBefore(uint64_t position, const Record& record,
                                const std::string& stream_key) const;

  const RowReader& rows_;
  Micros last_time_ = kNever;
  absl::flat_hash_map<std::string, Tip> tips_;
};

absl::Status LogChecker::CheckRecord(uint64_t position,
                                     std::string_view stored) {
  const absl::StatusOr<Record> record = DecodeRecord(stored);
  if (!record.ok()) return Wrong(position, "the record is damaged");
  if (record->position != Position{0, position}) {
    return Wrong(position, "the record belongs to another position");
  }
  if (MicrosOf(record->time) < last_time_) {
    return Wrong(position, "its time is before the previous record's");
  }
  last_time_ = MicrosOf(record->time);

  const std::string stream_key = StreamKey(record->stream);
  ASSIGN_OR_RETURN(const Tip before, TipBefore(position, *record, stream_key));
  if (record->version.value != before.version.value + 1 ||
      record->previous_hash != before.hash) {
    return Wrong(position, "it does not follow its stream's last record");
  }
  tips_[stream_key] = {record->version, position, last_time_,
                       RecordHash(stored)};
  return absl::OkStatus();
}

absl::StatusOr<LogChecker::Tip> LogChecker::TipBefore(
    uint64_t position, const Record& record,
    const std::string& stream_key) const {
  if (record.version.value <= 1) return Tip{};
  const Version previous{record.version.value - 1};
  ASSIGN_OR_RETURN(
      const std::optional<std::string> log_key,
      rows_.Get(Family::kStreams, StreamVersionKey(stream_key, previous)));
  if (!log_key) return Wrong(position, "its stream has a gap before it");
  if (const auto tip = tips_.find(stream_key); tip != tips_.end()) {
    if (ParseLogKey(*log_key) != tip->second.position) {
      return Wrong(position, "its stream lists another record before it");
    }
    return tip->second;
  }
  ASSIGN_OR_RETURN(const std::optional<std::string> stored,
                   rows_.Get(Family::kLog, *log_key));
  if (!stored || !DecodeRecord(*stored).ok()) {
    return Wrong(position, "its stream's previous record is damaged");
  }
  return Tip{.version = previous,
             .position = 0,
             .time = kNever,
             .hash = RecordHash(*stored)};
}

absl::Status LogChecker::CheckSnapshots() const {
  for (const auto& [stream_key, tip] : tips_) {
    ASSIGN_OR_RETURN(const std::optional<std::string> row,
                     rows_.Get(Family::kSnapshots, stream_key));
    if (!row) return Wrong(tip.position, "its stream has no snapshot");
    ASSIGN_OR_RETURN(const SnapshotHeader header, DecodeSnapshotHeader(*row));
    if (header.version != tip.version || header.last_hash != tip.hash ||
        header.position != Position{0, tip.position} ||
        header.updated != tip.time) {
      return Wrong(tip.position, "its stream's snapshot says something else");
    }
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<LogEnd> ReadLogEnd(const Database& database) {
  ASSIGN_OR_RETURN(const std::optional<std::string> key,
                   database.LastKey(Family::kLog));
  if (!key) return LogEnd{};
  const uint64_t head = ParseLogKey(*key).value_or(0);
  ASSIGN_OR_RETURN(const std::string stored, LoadRawRecord(database, head));
  const absl::StatusOr<Record> record = DecodeRecord(stored);
  if (!record.ok()) return Wrong(head, "the record is damaged");
  return LogEnd{.head = {0, head},
                .time = MicrosOf(record->time),
                .hash = RecordHash(stored)};
}

absl::Status CheckLog(const RowReader& rows, uint64_t after, uint64_t head) {
  LogChecker checker(rows);
  uint64_t expected = after;
  absl::Status result;
  RETURN_IF_ERROR(rows.Scan(Family::kLog, LogKey(after + 1), LogKey(head + 1),
                            [&](std::string_view key, std::string_view stored) {
                              ++expected;
                              result =
                                  ParseLogKey(key) == expected
                                      ? checker.CheckRecord(expected, stored)
                                      : Wrong(expected, "it is missing");
                              return result.ok();
                            }));
  RETURN_IF_ERROR(result);
  if (expected != head) return Wrong(expected + 1, "it is missing");
  return checker.CheckSnapshots();
}

}  // namespace rollbook::eventstore
