#ifndef ROLLBOOK_BASE_CLOCK_H_
#define ROLLBOOK_BASE_CLOCK_H_

#include "absl/time/time.h"

namespace rollbook::base {

// Where time comes from. Rooms above take a Clock instead of reading the
// system's, so that tests decide what time it is. Thread-safe.
class Clock {
 public:
  virtual ~Clock() = default;

  // Wall clock, UTC. May jump either way.
  virtual absl::Time Now() const = 0;

  // Time since boot, suspend included: never jumps, and tells a jump of the
  // wall clock from time that really passed.
  virtual absl::Duration SinceBoot() const = 0;
};

// The system's clocks. Lives for ever.
const Clock& SystemClock();

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_CLOCK_H_
