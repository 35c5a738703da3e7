#include "gateway/limits/partner_limits.h"

#include <algorithm>

namespace rollbook::gateway {
namespace {

// When requests under way are the limit, nobody knows when one will end.
constexpr int64_t kBusyRetryS = 1;

int64_t SecondsRoundedUp(absl::Duration duration) {
  return absl::ToInt64Seconds(absl::Ceil(duration, absl::Seconds(1)));
}

}  // namespace

PartnerQuotas PartnerQuotas::Of(const admin::v1::PartnerPolicy& policy) {
  PartnerQuotas quotas;
  if (policy.has_read_rate()) quotas.read_rate = policy.read_rate();
  if (policy.has_write_rate()) quotas.write_rate = policy.write_rate();
  if (policy.has_max_concurrency()) {
    quotas.max_concurrency = policy.max_concurrency();
  }
  quotas.any_address = policy.allow_ips().empty();
  for (const std::string& block : policy.allow_ips()) {
    // The registry has checked them; one that cannot be read allows nobody.
    if (const auto cidr = Cidr::Parse(block)) quotas.allowed.push_back(*cidr);
  }
  return quotas;
}

bool PartnerQuotas::Allows(std::string_view address) const {
  if (any_address) return true;
  const auto parsed = IpAddress::Parse(address);
  return parsed &&
         std::any_of(allowed.begin(), allowed.end(), [&](const Cidr& block) {
           return block.Contains(*parsed);
         });
}

PartnerLimits::PartnerLimits(const base::Clock& clock, base::Random& random)
    : clock_(clock), reads_(random), writes_(random) {}

Admission PartnerLimits::Enter(const std::string& partner, Usage usage,
                               const PartnerQuotas& quotas) {
  const uint32_t rate =
      usage == Usage::kRead ? quotas.read_rate : quotas.write_rate;
  GcraTable& table = usage == Usage::kRead ? reads_ : writes_;
  const Quota quota = {rate, rate};
  const absl::Duration now = clock_.SinceBoot();
  const bool has_room = EnterConcurrently(partner, quotas.max_concurrency);
  const QuotaState state = has_room ? table.Take(partner, quota, now)
                                    : table.Look(partner, quota, now);
  if (has_room && !state.allowed) Leave(partner);
  Admission admission = {.admitted = has_room && state.allowed,
                         .usage = usage,
                         .per_second = rate,
                         .remaining = state.remaining,
                         .reset_s = SecondsRoundedUp(state.reset)};
  if (admission.admitted) return admission;
  // Not before the quota is whole again, as the draft for these headers asks.
  admission.retry_after_s = std::max(
      {kBusyRetryS, SecondsRoundedUp(state.retry_after), admission.reset_s});
  return admission;
}

bool PartnerLimits::EnterConcurrently(const std::string& partner,
                                      uint32_t limit) {
  base::MutexLock lock(mutex_);
  uint32_t& count = under_way_[partner];
  if (count >= limit && count > 0) return false;
  ++count;
  return true;
}

void PartnerLimits::Leave(const std::string& partner) {
  base::MutexLock lock(mutex_);
  const auto found = under_way_.find(partner);
  if (found != under_way_.end() && --found->second == 0) {
    under_way_.erase(found);
  }
}

size_t PartnerLimits::busy() const {
  base::MutexLock lock(mutex_);
  return under_way_.size();
}

}  // namespace rollbook::gateway
