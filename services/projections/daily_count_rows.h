#ifndef ROLLBOOK_SERVICES_PROJECTIONS_DAILY_COUNT_ROWS_H_
#define ROLLBOOK_SERVICES_PROJECTIONS_DAILY_COUNT_ROWS_H_

#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "eventstore/projection.h"
#include "services/projections/followed_projection.h"

// The rows of the projection "daily_counts" (docs/formats/derived.md).
namespace rollbook::services {

inline constexpr uint32_t kDailyCountsSchemaVersion = 1;

// Days since 1970-01-01, in UTC. Both ends belong to a range.
struct DayRange {
  static constexpr uint32_t kNoDay = std::numeric_limits<uint32_t>::max();
  uint32_t first = 0;
  uint32_t last = kNoDay;

  // From a day outside, where to look next; nullopt for one inside.
  std::optional<uint32_t> Skip(uint32_t day) const {
    if (day < first) return first;
    if (day > last) return kNoDay;
    return std::nullopt;
  }
};

// "2026-11-21"; nullopt for another form and for days before 1970.
std::optional<uint32_t> ParseDay(const std::string& text);
std::string DayText(uint32_t day);

struct DailyCountKey {
  std::string partner;
  uint32_t day = 0;
  std::string type;  // of the events
};
std::string EncodeDailyCountKey(const DailyCountKey& key);
// nullopt: no key of these rows.
std::optional<DailyCountKey> ParseDailyCountKey(std::string_view key);

// What the keys of a partner's rows begin with, in the order of days; those of
// all rows for an empty one.
std::string DailyCountPrefix(std::string_view partner);

std::optional<uint64_t> ParseDailyCount(std::string_view value);

// Keeps rows of a version; nullptr for one that is not known.
std::unique_ptr<eventstore::Projection> MakeDailyCountsProjection(
    uint32_t schema_version);

ProjectionRow DescribeDailyCountRow(std::string_view key,
                                    std::string_view value);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_PROJECTIONS_DAILY_COUNT_ROWS_H_
