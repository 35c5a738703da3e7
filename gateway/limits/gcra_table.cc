#include "gateway/limits/gcra_table.h"

#include <algorithm>
#include <new>

#include "base/siphash.h"

namespace rollbook::gateway {
namespace {

constexpr int64_t kNanosecondsPerSecond = 1'000'000'000;

std::array<uint64_t, 2> NewSecret(base::Random& random) {
  std::array<uint64_t, 2> secret{};
  random.Fill({reinterpret_cast<uint8_t*>(secret.data()), sizeof(secret)});
  return secret;
}

// GCRA in nanoseconds: each request is worth `interval`, and the arrival time
// may run ahead of the clock by `window`.
struct Arithmetic {
  int64_t interval;
  int64_t window;

  explicit Arithmetic(const Quota& quota)
      : interval(std::max<int64_t>(
            kNanosecondsPerSecond / std::max<uint32_t>(quota.per_second, 1),
            1)),
        window(interval * std::max<uint32_t>(quota.burst, 1)) {}

  QuotaState StateAt(int64_t arrival, int64_t now, bool allowed) const {
    const int64_t ahead = std::max<int64_t>(arrival - now, 0);
    const int64_t wait = ahead + interval - window;
    return {allowed,
            static_cast<uint32_t>(
                std::max<int64_t>((window - ahead) / interval, 0)),
            absl::Nanoseconds(ahead),
            absl::Nanoseconds(std::max<int64_t>(wait, 0))};
  }
};

}  // namespace

GcraTable::GcraTable(base::Random& random)
    : secret_(NewSecret(random)),
      // Unlike new[], this leaves the pages untouched until they are used.
      slots_(static_cast<Slot*>(std::calloc(kMaxKeys, sizeof(Slot)))) {
  if (slots_ == nullptr) throw std::bad_alloc();
}

QuotaState GcraTable::Take(std::string_view key, const Quota& quota,
                           absl::Duration now) {
  return Run(key, quota, now, Mode::kTake);
}

QuotaState GcraTable::Look(std::string_view key, const Quota& quota,
                           absl::Duration now) {
  return Run(key, quota, now, Mode::kLook);
}

QuotaState GcraTable::Charge(std::string_view key, const Quota& quota,
                             absl::Duration now) {
  return Run(key, quota, now, Mode::kCharge);
}

QuotaState GcraTable::Run(std::string_view key, const Quota& quota,
                          absl::Duration now_since_boot, Mode mode) {
  const Arithmetic gcra(quota);
  const int64_t now = absl::ToInt64Nanoseconds(now_since_boot);
  // An empty slot has the hash 0.
  const uint64_t hash = std::max<uint64_t>(base::SipHash(secret_, key), 1);
  base::MutexLock lock(mutexes_[hash % kSets % kLocks]);
  Slot* const slot = Find(hash, mode != Mode::kLook);
  // A quota that has become smaller, or another boot, must not leave a debt
  // of hours.
  const int64_t arrival =
      slot == nullptr ? now : std::clamp(slot->arrival, now, now + gcra.window);
  const bool allowed = arrival + gcra.interval <= now + gcra.window;
  if (mode == Mode::kLook || (mode == Mode::kTake && !allowed)) {
    return gcra.StateAt(arrival, now, allowed);
  }
  slot->arrival = std::min(arrival + gcra.interval, now + gcra.window);
  return gcra.StateAt(slot->arrival, now, allowed);
}

GcraTable::Slot* GcraTable::Find(uint64_t hash, bool make) {
  Slot* const set = &slots_[hash % kSets * kWays];
  Slot* least = set;
  for (Slot* slot = set; slot != set + kWays; ++slot) {
    if (slot->key == hash) return slot;
    if (slot->arrival < least->arrival) least = slot;
  }
  if (!make) return nullptr;
  *least = {hash, 0};
  return least;
}

}  // namespace rollbook::gateway
