#ifndef ROLLBOOK_EVENTSTORE_STORED_TIME_H_
#define ROLLBOOK_EVENTSTORE_STORED_TIME_H_

#include <cstdint>
#include <limits>

#include "absl/time/time.h"

namespace rollbook::eventstore {

// Microseconds since 1970-01-01T00:00:00Z, as stored.
using Micros = int64_t;

inline constexpr Micros kMicrosPerMinute = 60'000'000;
inline constexpr Micros kMicrosPerDay = 1440 * kMicrosPerMinute;

// What stands for "no event yet".
inline constexpr Micros kNever = std::numeric_limits<Micros>::min();

inline absl::Time TimeOf(Micros micros) {
  return micros == kNever ? absl::InfinitePast() : absl::FromUnixMicros(micros);
}
inline Micros MicrosOf(absl::Time time) {
  return time == absl::InfinitePast() ? kNever : absl::ToUnixMicros(time);
}

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_STORED_TIME_H_
