#ifndef ROLLBOOK_GATEWAY_LIMITS_PARTNER_LIMITS_H_
#define ROLLBOOK_GATEWAY_LIMITS_PARTNER_LIMITS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/mutex.h"
#include "base/random.h"
#include "gateway/limits/gcra_table.h"
#include "gateway/limits/ip_address.h"
#include "rollbook/admin/v1/partner.pb.h"

namespace rollbook::gateway {

// What a partner may do, once its policy and the defaults are put together.
struct PartnerQuotas {
  static constexpr uint32_t kDefaultRate = 5'000;  // requests a second
  static constexpr uint32_t kDefaultConcurrency = 4'096;

  uint32_t read_rate = kDefaultRate;
  uint32_t write_rate = kDefaultRate;
  uint32_t max_concurrency = kDefaultConcurrency;
  bool any_address = true;
  std::vector<Cidr> allowed;

  static PartnerQuotas Of(const admin::v1::PartnerPolicy& policy);

  // Whether the partner may come from there; `address` is the text of an IP
  // address, anything else is refused when the policy names blocks.
  bool Allows(std::string_view address) const;
};

// Which of a partner's two quotas a request counts against.
enum class Usage { kRead, kWrite };

// What became of a request under its partner's limits: the answer's RateLimit
// headers are made of it.
struct Admission {
  bool admitted = false;
  Usage usage = Usage::kRead;
  uint32_t per_second = 0;  // the quota; its window is one second
  uint32_t remaining = 0;
  // Whole seconds, rounded up: never too early.
  int64_t reset_s = 0;
  int64_t retry_after_s = 0;  // 0 when admitted
};

// Per partner: requests a second, reads and writes apart, with a burst of one
// second's worth; and how many may be under way. Counts for this process only.
// Thread-safe. Bounded: rates by GcraTable, requests under way by the server's
// connections.
class PartnerLimits {
 public:
  PartnerLimits(const base::Clock& clock, base::Random& random);

  // Every admitted request is to be followed by Leave().
  Admission Enter(const std::string& partner, Usage usage,
                  const PartnerQuotas& quotas);
  void Leave(const std::string& partner);

  // Partners with requests under way.
  size_t busy() const;

 private:
  // False when that many are under way already.
  bool EnterConcurrently(const std::string& partner, uint32_t limit);

  const base::Clock& clock_;
  GcraTable reads_;
  GcraTable writes_;
  mutable base::Mutex mutex_;
  std::unordered_map<std::string, uint32_t> under_way_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_LIMITS_PARTNER_LIMITS_H_
