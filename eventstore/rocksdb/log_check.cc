#include "eventstore/rocksdb/log_check.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <utility>
#include <vector>

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

// Rows that are looked up lie anywhere: on a cold disk it is the number under
// way that counts.
constexpr size_t kLookUpThreads = 4;

// What is wrong, and where first.
struct Finding {
  uint64_t position = UINT64_MAX;
  absl::Status status;

  void TakeEarlier(Finding other) {
    if (other.position < position) *this = std::move(other);
  }
};

// Calls `check` for each item until it finds something wrong, on some threads;
// the finding at the lowest position of those. An error of the store counts as
// one.
template <typename Item, typename Check>
Finding CheckAll(const std::vector<Item>& items, Check check) {
  std::array<Finding, kLookUpThreads> found;
  std::vector<std::thread> threads;
  for (size_t i = 0; i < kLookUpThreads; ++i) {
    threads.emplace_back([&, i] {
      for (size_t at = i; at < items.size(); at += kLookUpThreads) {
        if (absl::Status status = check(items[at]); !status.ok()) {
          found[i] = {items[at].position, std::move(status)};
          return;
        }
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  Finding first;
  for (Finding& one : found) first.TakeEarlier(std::move(one));
  return first;
}

// Reads records in order and remembers what has to be looked up for them.
class LogChecker {
 public:
  explicit LogChecker(const RowReader& rows) : rows_(rows) {}

  // False once something is wrong: at `position`, or before.
  bool CheckRecord(uint64_t position, std::string_view stored);
  void FindMissing(uint64_t position) {
    found_ = {position, Wrong(position, "it is missing")};
  }
  // What is wrong first, with what is looked up now.
  absl::Status Finish();

 private:
  struct Tip {
    uint64_t position = 0;
    Version version;
    Micros time = kNever;
    base::Hash256 hash{};
  };
  // A record and the one that it says it follows.
  struct Link {
    uint64_t position = 0;
    std::string stream_key;
    Version previous;
    base::Hash256 previous_hash{};
    // Where that lies; 0: before what was read.
    uint64_t previous_position = 0;
  };
  struct Row {
    uint64_t position = 0;
    const std::string* stream_key = nullptr;
    const Tip* tip = nullptr;
  };

  absl::Status Follow(uint64_t position, std::string_view stored);
  absl::Status CheckLink(const Link& link) const;
  absl::Status CheckSnapshot(const Row& row) const;

  const RowReader& rows_;
  Micros last_time_ = kNever;
  absl::flat_hash_map<std::string, Tip> tips_;
  std::vector<Link> links_;
  Finding found_;
};

bool LogChecker::CheckRecord(uint64_t position, std::string_view stored) {
  absl::Status status = Follow(position, stored);
  if (status.ok()) return true;
  found_ = {position, std::move(status)};
  return false;
}

absl::Status LogChecker::Follow(uint64_t position, std::string_view stored) {
  const absl::StatusOr<Record> record = DecodeRecord(stored);
  if (!record.ok()) return Wrong(position, "the record is damaged");
  if (record->position != Position{0, position}) {
    return Wrong(position, "the record belongs to another position");
  }
  if (MicrosOf(record->time) < last_time_) {
    return Wrong(position, "its time is before the previous record's");
  }
  last_time_ = MicrosOf(record->time);

  std::string stream_key = StreamKey(record->stream);
  const auto [entry, fresh] = tips_.try_emplace(stream_key);
  Tip& tip = entry->second;
  const bool is_first = record->version.value <= 1;
  const bool follows =
      fresh ? record->version.value > 0 &&
                  (!is_first || record->previous_hash == base::Hash256{})
            : record->version.value == tip.version.value + 1 &&
                  record->previous_hash == tip.hash;
  if (!follows) {
    return Wrong(position, "it does not follow its stream's last record");
  }
  if (!is_first) {
    links_.push_back({.position = position,
                      .stream_key = std::move(stream_key),
                      .previous = {record->version.value - 1},
                      .previous_hash = record->previous_hash,
                      .previous_position = tip.position});
  }
  tip = {position, record->version, last_time_, RecordHash(stored)};
  return absl::OkStatus();
}

absl::Status LogChecker::CheckLink(const Link& link) const {
  ASSIGN_OR_RETURN(const std::optional<std::string> log_key,
                   rows_.Get(Family::kStreams,
                             StreamVersionKey(link.stream_key, link.previous)));
  if (!log_key) return Wrong(link.position, "its stream has a gap before it");
  if (link.previous_position != 0) {
    if (ParseLogKey(*log_key) != link.previous_position) {
      return Wrong(link.position, "its stream lists another record before it");
    }
    return absl::OkStatus();
  }
  ASSIGN_OR_RETURN(const std::optional<std::string> stored,
                   rows_.Get(Family::kLog, *log_key));
  if (!stored || !DecodeRecord(*stored).ok()) {
    return Wrong(link.position, "its stream's previous record is damaged");
  }
  if (RecordHash(*stored) != link.previous_hash) {
    return Wrong(link.position, "it does not follow its stream's last record");
  }
  return absl::OkStatus();
}

absl::Status LogChecker::CheckSnapshot(const Row& checked) const {
  const Tip& tip = *checked.tip;
  ASSIGN_OR_RETURN(const std::optional<std::string> row,
                   rows_.Get(Family::kSnapshots, *checked.stream_key));
  if (!row) return Wrong(tip.position, "its stream has no snapshot");
  ASSIGN_OR_RETURN(const SnapshotHeader header, DecodeSnapshotHeader(*row));
  if (header.version != tip.version || header.last_hash != tip.hash ||
      header.position != Position{0, tip.position} ||
      header.updated != tip.time) {
    return Wrong(tip.position, "its stream's snapshot says something else");
  }
  return absl::OkStatus();
}

absl::Status LogChecker::Finish() {
  found_.TakeEarlier(
      CheckAll(links_, [&](const Link& link) { return CheckLink(link); }));
  RETURN_IF_ERROR(found_.status);
  std::vector<Row> rows;
  rows.reserve(tips_.size());
  for (const auto& [stream_key, tip] : tips_) {
    rows.push_back({tip.position, &stream_key, &tip});
  }
  return CheckAll(rows, [&](const Row& row) { return CheckSnapshot(row); })
      .status;
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
  uint64_t read = after;
  bool good = true;
  RETURN_IF_ERROR(rows.Scan(Family::kLog, LogKey(after + 1), LogKey(head + 1),
                            [&](std::string_view key, std::string_view stored) {
                              if (ParseLogKey(key) != read + 1) return false;
                              ++read;
                              good = checker.CheckRecord(read, stored);
                              return good;
                            }));
  if (good && read != head) checker.FindMissing(read + 1);
  return checker.Finish();
}

}  // namespace rollbook::eventstore
