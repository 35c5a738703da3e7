#include "services/projections/daily_count_rows.h"

#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/time/civil_time.h"
#include "absl/time/time.h"
#include "base/bytes.h"
#include "base/error.h"
#include "base/status_macros.h"

namespace rollbook::services {
namespace {

using eventstore::ProjectionRows;
using eventstore::Record;

constexpr int64_t kSecondsPerDay = 86'400;
constexpr absl::CivilDay kFirstDay(1970, 1, 1);

// On disk: must not change.
constexpr char kCount = 'd';

std::string EncodeCount(uint64_t count) {
  std::string row;
  base::PutBigEndian64(row, count);
  return row;
}

// A row is read and written once for all records of a page that change it.
class DailyCountsProjection final : public eventstore::Projection {
 public:
  absl::Status Apply(const Record& record, ProjectionRows&) override {
    const auto day = static_cast<uint32_t>(absl::ToUnixSeconds(record.time) /
                                           kSecondsPerDay);
    ++fresh_[EncodeDailyCountKey(
        {record.stream.tenant.value, day, record.type})];
    return absl::OkStatus();
  }

  absl::Status Finish(ProjectionRows& rows) override {
    for (const auto& [key, more] : std::exchange(fresh_, {})) {
      ASSIGN_OR_RETURN(const auto row, rows.Get(key));
      const auto before = row ? ParseDailyCount(*row) : 0;
      if (!before) return base::Error(base::Reason::kDataCorrupted);
      rows.Put(key, EncodeCount(*before + more));
    }
    return absl::OkStatus();
  }

 private:
  absl::flat_hash_map<std::string, uint64_t> fresh_;
};

}  // namespace

std::optional<uint32_t> ParseDay(const std::string& text) {
  absl::CivilDay day;
  if (!absl::ParseCivilTime(text, &day) || day < kFirstDay ||
      absl::FormatCivilTime(day) != text) {
    return std::nullopt;
  }
  return static_cast<uint32_t>(day - kFirstDay);
}

std::string DayText(uint32_t day) {
  return absl::FormatCivilTime(kFirstDay + day);
}

std::string DailyCountPrefix(std::string_view partner) {
  std::string key(1, kCount);
  if (!partner.empty()) PutText8(key, partner);
  return key;
}

std::string EncodeDailyCountKey(const DailyCountKey& key) {
  std::string bytes = DailyCountPrefix(key.partner);
  base::PutBigEndian32(bytes, key.day);
  bytes.append(key.type);
  return bytes;
}

std::optional<DailyCountKey> ParseDailyCountKey(std::string_view key) {
  base::ByteReader reader(key);
  const bool count = static_cast<char>(reader.U8()) == kCount;
  DailyCountKey parsed;
  parsed.partner = reader.Bytes(reader.U8());
  parsed.day = reader.U32();
  parsed.type = reader.rest();
  if (!count || !reader.ok()) return std::nullopt;
  return parsed;
}

std::optional<uint64_t> ParseDailyCount(std::string_view value) {
  base::ByteReader reader(value);
  const uint64_t count = reader.U64();
  if (!reader.ok() || !reader.done()) return std::nullopt;
  return count;
}

std::unique_ptr<eventstore::Projection> MakeDailyCountsProjection(
    uint32_t schema_version) {
  if (schema_version != kDailyCountsSchemaVersion) return nullptr;
  return std::make_unique<DailyCountsProjection>();
}

ProjectionRow DescribeDailyCountRow(std::string_view key,
                                    std::string_view value) {
  const auto parsed = ParseDailyCountKey(key);
  if (!parsed) return UnknownRow(key, value);
  const auto count = ParseDailyCount(value);
  return {{{parsed->partner}, {}},
          DayText(parsed->day) + " " + parsed->type,
          count ? std::to_string(*count) : base::ToHex(value)};
}

}  // namespace rollbook::services
