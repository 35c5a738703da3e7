#ifndef ROLLBOOK_GATEWAY_LIMITS_FAILURE_LIMITER_H_
#define ROLLBOOK_GATEWAY_LIMITS_FAILURE_LIMITER_H_

#include <cstdint>
#include <optional>
#include <string_view>

#include "absl/time/time.h"
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

  // Refusals of one address are held back: none is answered at once, and no
  // more of them than these a second, so that a flood costs the same over ten
  // connections and over ten thousand (docs/adr/0043).
  static constexpr uint32_t kRefusalsPerSecond = 1'000;
  static constexpr absl::Duration kMinHoldBack = absl::Milliseconds(100);
  static constexpr uint32_t kMaxHoldBackSeconds = 10;

  struct Refusal {
    int64_t retry_after_s = 1;  // after so many whole seconds it may try again
    absl::Duration hold_back;   // when to say so
  };
  // Nothing: the address may try.
  std::optional<Refusal> Refuse(std::string_view address);

  void OnFailure(std::string_view address);

 private:
  const Quota quota_;
  const bool enabled_;
  const base::Clock& clock_;
  GcraTable failures_;
  GcraTable refusals_;
};

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_LIMITS_FAILURE_LIMITER_H_
