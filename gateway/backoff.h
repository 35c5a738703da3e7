#ifndef ROLLBOOK_GATEWAY_BACKOFF_H_
#define ROLLBOOK_GATEWAY_BACKOFF_H_

#include <algorithm>
#include <cstdint>

#include "absl/time/time.h"
#include "base/random.h"

namespace rollbook::gateway {

// How long to wait before trying again: doubles with every failure up to a
// bound, and a random fifth is taken off or put on, so that many clients of a
// service that came back do not come all at once.
class Backoff {
 public:
  Backoff(absl::Duration first, absl::Duration longest, base::Random& random)
      : first_(first), longest_(longest), next_(first), random_(random) {}

  absl::Duration Next() {
    uint8_t byte = 0;
    random_.Fill({&byte, 1});
    const absl::Duration delay = next_ * (0.8 + 0.4 * byte / 255.0);
    next_ = std::min(next_ * 2, longest_);
    return delay;
  }
  void Reset() { next_ = first_; }

 private:
  const absl::Duration first_;
  const absl::Duration longest_;
  absl::Duration next_;
  base::Random& random_;
};

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_BACKOFF_H_
