#ifndef ROLLBOOK_GATEWAY_AUTH_RFC3339_H_
#define ROLLBOOK_GATEWAY_AUTH_RFC3339_H_

#include <optional>
#include <string_view>

#include "absl/time/time.h"

namespace rollbook::gateway {

// Reads an RFC 3339 date-time, strictly: "2026-03-13T12:00:00.250+00:00".
// A fraction of any length (what lies below a nanosecond is cut off), any
// offset, `T` and `Z` in either case. Without a zone, with a space for the
// `T`, or on a day that does not exist it is malformed: nullopt. Second 60 is
// taken where a leap second may be, at 23:59:60 UTC, and means the next
// midnight.
std::optional<absl::Time> ParseRfc3339(std::string_view text);

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_AUTH_RFC3339_H_
