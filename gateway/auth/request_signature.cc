#include "gateway/auth/request_signature.h"

#include <algorithm>
#include <cstdint>
#include <string>

#include "base/bytes.h"

namespace rollbook::gateway {
namespace {

absl::Time WholeSecond(absl::Time time) {
  return absl::FromUnixSeconds(absl::ToUnixSeconds(time));
}

}  // namespace

base::Hash256 SignatureOf(const base::HmacSha256& secret,
                          const SignedRequest& request) {
  return secret.Mac({request.method, "\n", request.target, "\n",
                     request.timestamp, "\n", request.body});
}

std::optional<base::Hash256> ParseSignature(std::string_view hex) {
  base::Hash256 signature;
  if (hex.size() != 2 * signature.size()) return std::nullopt;
  const std::optional<std::string> bytes = base::FromHex(hex);
  if (!bytes) return std::nullopt;
  std::copy(bytes->begin(), bytes->end(), signature.begin());
  return signature;
}

base::Hash256 FingerprintOf(const SignedRequest& request) {
  return base::Sha256(
      {request.method, "\n", request.target, "\n", request.body});
}

bool TimestampPasses(absl::Time timestamp, absl::Time now) {
  return timestamp <= now + kTimestampWindow &&
         WholeSecond(now) <= timestamp + kTimestampWindow;
}

absl::Time TimestampExpires(absl::Time timestamp) {
  return WholeSecond(timestamp) + kTimestampWindow + absl::Seconds(1);
}

}  // namespace rollbook::gateway
