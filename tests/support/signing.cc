#include "tests/support/signing.h"

#include <utility>

#include "absl/time/clock.h"
#include "base/bytes.h"
#include "base/crypto/hash.h"

namespace rollbook::tests {

std::string TimestampText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", time, absl::UTCTimeZone());
}

HeaderList SignatureHeaders(const HttpCall& call, const PartnerKey& key,
                            const std::string& timestamp) {
  const base::Hash256 mac = base::HmacSha256(key.hmac_secret)
                                .Mac({call.method, "\n", call.target, "\n",
                                      timestamp, "\n", call.body});
  return {{"X-Api-Key", key.api_key},
          {"X-Request-Timestamp", timestamp},
          {"X-Request-Signature", base::ToHex(base::AsText(mac))}};
}

HttpCall Signed(HttpCall call, const PartnerKey& key,
                const std::string& timestamp) {
  for (auto& header : SignatureHeaders(call, key, timestamp)) {
    call.headers.push_back(std::move(header));
  }
  return call;
}

HttpCall Signed(HttpCall call, const PartnerKey& key) {
  return Signed(std::move(call), key, TimestampText(absl::Now()));
}

}  // namespace rollbook::tests
