#ifndef ROLLBOOK_CLI_TIMES_H_
#define ROLLBOOK_CLI_TIMES_H_

#include <google/protobuf/timestamp.pb.h>

#include <optional>
#include <string>
#include <string_view>

#include "absl/time/time.h"

// Times and durations as people write and read them.
namespace rollbook::cli {

// "90s", "15m", "24h", "7d", "250ms"; parts may follow each other ("1h30m").
// nullopt for everything else, negative ones included.
std::optional<absl::Duration> ParseDuration(std::string_view text);

// RFC 3339 with a zone ("2026-03-13T12:00:00Z"), or a duration, which means
// that long before `now`.
std::optional<absl::Time> ParseTimeOrAgo(std::string_view text, absl::Time now);

// "2026-03-13T12:00:00.250000Z": UTC, microseconds.
std::string Rfc3339(absl::Time time);
std::string Rfc3339(const google::protobuf::Timestamp& time);

google::protobuf::Timestamp ToProto(absl::Time time);

// "45s", "3m10s", "2h05m": for an ETA.
std::string FormatRoughly(absl::Duration duration);

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_TIMES_H_
