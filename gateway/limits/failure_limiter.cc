#include "gateway/limits/failure_limiter.h"

#include <algorithm>

#include "gateway/limits/ip_address.h"

namespace rollbook::gateway {
namespace {

// The debt, which is how long an answer waits, never exceeds the burst.
constexpr Quota kRefusals = {
    FailureLimiter::kRefusalsPerSecond,
    FailureLimiter::kRefusalsPerSecond* FailureLimiter::kMaxHoldBackSeconds};

}  // namespace

FailureLimiter::FailureLimiter(uint32_t per_second, const base::Clock& clock,
                               base::Random& random)
    : quota_{per_second, per_second * kBurstSeconds},
      enabled_(per_second != 0),
      clock_(clock),
      failures_(random),
      refusals_(random) {}

std::optional<FailureLimiter::Refusal> FailureLimiter::Refuse(
    std::string_view address) {
  const auto parsed = IpAddress::Parse(address);
  if (!enabled_ || !parsed) return std::nullopt;
  const absl::Duration now = clock_.SinceBoot();
  const auto client = parsed->ClientBytes();
  const QuotaState failures = failures_.Look(client, quota_, now);
  if (failures.allowed) return std::nullopt;
  const QuotaState refusals = refusals_.Charge(client, kRefusals, now);
  return Refusal{std::max<int64_t>(absl::ToInt64Seconds(absl::Ceil(
                                       failures.retry_after, absl::Seconds(1))),
                                   1),
                 std::max(refusals.reset, kMinHoldBack)};
}

void FailureLimiter::OnFailure(std::string_view address) {
  const auto parsed = IpAddress::Parse(address);
  if (!enabled_ || !parsed) return;
  failures_.Charge(parsed->ClientBytes(), quota_, clock_.SinceBoot());
}

}  // namespace rollbook::gateway
