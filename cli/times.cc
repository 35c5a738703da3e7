#include "cli/times.h"

#include <cctype>
#include <charconv>
#include <cstdint>
#include <cstdio>

namespace rollbook::cli {
namespace {

std::optional<absl::Duration> UnitOf(std::string_view name) {
  if (name == "ms") return absl::Milliseconds(1);
  if (name == "s") return absl::Seconds(1);
  if (name == "m") return absl::Minutes(1);
  if (name == "h") return absl::Hours(1);
  if (name == "d") return absl::Hours(24);
  return std::nullopt;
}

// A century: far above every use, far below every overflow.
constexpr absl::Duration kLongest = absl::Hours(24 * 36525);

}  // namespace

std::optional<absl::Duration> ParseDuration(std::string_view text) {
  if (text == "0") return absl::ZeroDuration();
  if (text.empty()) return std::nullopt;
  absl::Duration sum;
  while (!text.empty()) {
    uint32_t count = 0;
    const char* const end = text.data() + text.size();
    const auto [after, error] = std::from_chars(text.data(), end, count);
    if (error != std::errc()) return std::nullopt;
    text.remove_prefix(static_cast<size_t>(after - text.data()));
    size_t letters = 0;
    while (letters < text.size() &&
           std::isalpha(static_cast<unsigned char>(text[letters]))) {
      ++letters;
    }
    const auto unit = UnitOf(text.substr(0, letters));
    if (!unit) return std::nullopt;
    sum += *unit * count;
    text.remove_prefix(letters);
  }
  if (sum > kLongest) return std::nullopt;
  return sum;
}

std::optional<absl::Time> ParseTimeOrAgo(std::string_view text,
                                         absl::Time now) {
  if (const auto ago = ParseDuration(text)) return now - *ago;
  absl::Time time;
  std::string error;
  const absl::string_view view(text.data(), text.size());
  if (!absl::ParseTime(absl::RFC3339_full, view, &time, &error)) {
    return std::nullopt;
  }
  return time;
}

std::string Rfc3339(absl::Time time) {
  return absl::FormatTime("%E4Y-%m-%dT%H:%M:%E6SZ", time, absl::UTCTimeZone());
}

std::string Rfc3339(const google::protobuf::Timestamp& time) {
  return Rfc3339(absl::FromUnixSeconds(time.seconds()) +
                 absl::Nanoseconds(time.nanos()));
}

google::protobuf::Timestamp ToProto(absl::Time time) {
  const int64_t seconds = absl::ToUnixSeconds(time);
  google::protobuf::Timestamp proto;
  proto.set_seconds(seconds);
  proto.set_nanos(static_cast<int32_t>(
      absl::ToInt64Nanoseconds(time - absl::FromUnixSeconds(seconds))));
  return proto;
}

std::string FormatRoughly(absl::Duration duration) {
  const int64_t seconds = absl::ToInt64Seconds(duration);
  const auto number = [](int64_t value) {
    return static_cast<long long>(value);
  };
  char text[48];
  if (seconds < 60) {
    std::snprintf(text, sizeof text, "%llds", number(seconds));
  } else if (seconds < 3600) {
    std::snprintf(text, sizeof text, "%lldm%02llds", number(seconds / 60),
                  number(seconds % 60));
  } else {
    std::snprintf(text, sizeof text, "%lldh%02lldm", number(seconds / 3600),
                  number(seconds / 60 % 60));
  }
  return text;
}

}  // namespace rollbook::cli
