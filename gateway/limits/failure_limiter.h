#ifndef ROLLBOOK_GATEWAY_LIMITS_FAILURE_LIMITER_H_
#define ROLLBOOK_GATEWAY_LIMITS_FAILURE_LIMITER_H_

#include <cstdint>
#include <string_view>

#include "base/clock.h"
#include "base/random.h"
#include "gateway/limits/gcra_table.h"

namespace rollbook::gateway {

// How often one remote address may fail to authenticate. Consulted before
// anything is computed for a request; only failures count, and only against
// the address they come from, so that who guesses at a key does not lock its
// owner out. Thread-safe, bounded like GcraTable.
//
// An IPv6 address counts with its /64. Peers without an IP address (a proxy on
// a Unix socket) are not limited: they are many clients in one.
class FailureLimiter {
 public:
  static constexpr uint32_t kDefaultPerSecond = 20;
  static constexpr uint32_t kBurstSeconds = 10;

  // `per_second` 0: no limit. The burst is kBurstSeconds' worth.
  FailureLimiter(uint32_t per_second, const base::Clock& clock,
                 base::Random& random);

  // 0: the address may try. Otherwise the whole seconds after which it may
  // again.
  int64_t RetryAfter(std::string_view address);

  void OnFailure(std::string_view address);

 private:
  const Quota quota_;
  const bool enabled_;
  const base::Clock& clock_;
  GcraTable failures_;
};

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_LIMITS_FAILURE_LIMITER_H_
