#include "proof/record_checker.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "base/bytes.h"

namespace rollbook::proof {
namespace {

constexpr std::string_view kErased = "UserErased";

bool IsZero(std::string_view hash) {
  return std::all_of(hash.begin(), hash.end(), [](char c) { return c == 0; });
}

}  // namespace

void RecordChecker::Check(const RecordView& record, const base::Hash256& leaf) {
  if (record.time_micros < last_time_) {
    problems_.Add(record.position, "time",
                  "its time is before the previous record's");
  }
  last_time_ = std::max(last_time_, record.time_micros);

  const auto [tip, fresh] = TipOf(record);
  if (fresh) {
    CheckFirst(record);
  } else {
    CheckLink(record, tip);
  }
  Advance(record, leaf, tip);
}

void RecordChecker::Pass(const RecordView& record, const base::Hash256& leaf) {
  Advance(record, leaf, TipOf(record).first);
}

std::pair<RecordChecker::Tip&, bool> RecordChecker::TipOf(
    const RecordView& record) {
  key_.assign(1, static_cast<char>(record.tenant.size()));
  key_.append(record.tenant).append(record.id);
  const auto [entry, fresh] = streams_.try_emplace(key_);
  return {entry->second, fresh};
}

void RecordChecker::Advance(const RecordView& record, const base::Hash256& leaf,
                            Tip& tip) {
  if (!record.sealed_payload.empty()) ++tip.sealed_records;
  if (record.type == kErased) {
    ++erased_users_;
    redacted_ += tip.sealed_records;
    tip.sealed_records = 0;
  }
  tip.version = record.version;
  tip.position = record.position;
  tip.hash = leaf;
}

void RecordChecker::CheckFirst(const RecordView& record) {
  if (record.version > 1) {
    ++cut_streams_;
  } else if (record.version == 0 || !IsZero(record.previous_hash)) {
    ++broken_links_;
    problems_.Add(record.position, "chain",
                  "a stream's first record follows on nothing");
  }
}

void RecordChecker::CheckLink(const RecordView& record, const Tip& tip) {
  if (record.version != tip.version + 1) {
    ++broken_links_;
    problems_.Add(record.position, "version",
                  absl::StrCat("version ", record.version,
                               " of its stream follows on version ",
                               tip.version, " at position ", tip.position));
  } else if (record.previous_hash != base::AsText(tip.hash)) {
    // The earlier one is named: what was changed first is what counts.
    ++broken_links_;
    problems_.Add(tip.position, "chain",
                  absl::StrCat("the next record of its stream, at position ",
                               record.position,
                               ", follows on a record with another hash"));
  }
}

}  // namespace rollbook::proof
