#ifndef ROLLBOOK_GATEWAY_LIMITS_GCRA_TABLE_H_
#define ROLLBOOK_GATEWAY_LIMITS_GCRA_TABLE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string_view>

#include "absl/time/time.h"
#include "base/mutex.h"
#include "base/random.h"

namespace rollbook::gateway {

// So many a second, and a burst on top of what has been saved up. Neither is 0.
struct Quota {
  uint32_t per_second = 1;
  uint32_t burst = 1;
};

struct QuotaState {
  bool allowed = false;
  uint32_t remaining = 0;      // how many more at this moment
  absl::Duration reset;        // until the whole burst is there again
  absl::Duration retry_after;  // until the next one is allowed; 0 when it is
};

// Rate limits by key with GCRA: per key one number, the theoretical arrival
// time, and nothing to do between requests. Thread-safe, about 0.1 us a call.
//
// Bounded: a million keys, 16 bytes each, touched as they are used. Keys that
// fall on the same full set push out the one that owes least, so a key that is
// over its limit is the last to be forgotten. Keys are hashed with a secret:
// nobody can choose keys that fall together.
//
// `now` is on a clock that never goes back (Clock::SinceBoot()).
class GcraTable {
 public:
  static constexpr size_t kMaxKeys = 1 << 20;

  explicit GcraTable(base::Random& random);

  // Takes one when that is allowed.
  QuotaState Take(std::string_view key, const Quota& quota, absl::Duration now);
  // Takes none.
  QuotaState Look(std::string_view key, const Quota& quota, absl::Duration now);
  // Takes one even beyond the limit; the debt never exceeds the burst.
  QuotaState Charge(std::string_view key, const Quota& quota,
                    absl::Duration now);

 private:
  static constexpr size_t kWays = 8;
  static constexpr size_t kSets = kMaxKeys / kWays;
  static constexpr size_t kLocks = 256;

  struct Slot {
    uint64_t key;     // its hash; 0: empty
    int64_t arrival;  // the theoretical arrival time, in ns
  };
  struct Free {
    void operator()(Slot* slots) const { std::free(slots); }
  };
  enum class Mode { kTake, kLook, kCharge };

  QuotaState Run(std::string_view key, const Quota& quota, absl::Duration now,
                 Mode mode);
  // The key's slot, or the one it takes over; null when it has none and is
  // not to get one.
  Slot* Find(uint64_t hash, bool make);

  const std::array<uint64_t, 2> secret_;
  const std::unique_ptr<Slot[], Free> slots_;
  // One for the sets that share its number.
  std::array<base::Mutex, kLocks> mutexes_;
};

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_LIMITS_GCRA_TABLE_H_
