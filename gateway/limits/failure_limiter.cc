#include "gateway/limits/failure_limiter.h"

#include <algorithm>

#include "gateway/limits/ip_address.h"

namespace rollbook::gateway {

FailureLimiter::FailureLimiter(uint32_t per_second, const base::Clock& clock,
                               base::Random& random)
    : quota_{per_second, per_second * kBurstSeconds},
      enabled_(per_second != 0),
      clock_(clock),
      failures_(random) {}

int64_t FailureLimiter::RetryAfter(std::string_view address) {
  const auto parsed = IpAddress::Parse(address);
  if (!enabled_ || !parsed) return 0;
  const QuotaState state =
      failures_.Look(parsed->ClientBytes(), quota_, clock_.SinceBoot());
  if (state.allowed) return 0;
  return std::max<int64_t>(
      absl::ToInt64Seconds(absl::Ceil(state.retry_after, absl::Seconds(1))), 1);
}

void FailureLimiter::OnFailure(std::string_view address) {
  const auto parsed = IpAddress::Parse(address);
  if (!enabled_ || !parsed) return;
  failures_.Charge(parsed->ClientBytes(), quota_, clock_.SinceBoot());
}

}  // namespace rollbook::gateway
