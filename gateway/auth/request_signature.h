#ifndef ROLLBOOK_GATEWAY_AUTH_REQUEST_SIGNATURE_H_
#define ROLLBOOK_GATEWAY_AUTH_REQUEST_SIGNATURE_H_

#include <optional>
#include <string_view>

#include "absl/time/time.h"
#include "base/crypto/hash.h"

// The request signature of contract section 1.1: HMAC-SHA256 over
//   METHOD "\n" PATH_AND_QUERY "\n" TIMESTAMP "\n" BODY
// of what was received, byte for byte: nothing is decoded, sorted or trimmed.
// The string is unambiguous because the first three can hold no "\n".
namespace rollbook::gateway {

struct SignedRequest {
  std::string_view method;
  std::string_view target;     // path and query, raw
  std::string_view timestamp;  // the header's text
  std::string_view body;       // of a chunked request: decoded
};

base::Hash256 SignatureOf(const base::HmacSha256& secret,
                          const SignedRequest& request);

// 64 hex characters in either case; nullopt for everything else.
std::optional<base::Hash256> ParseSignature(std::string_view hex);

// What an idempotency key is bound to (contract section 1.6): SHA-256 over
//   METHOD "\n" PATH_AND_QUERY "\n" BODY
base::Hash256 FingerprintOf(const SignedRequest& request);

// A signed timestamp passes while it is at most a minute away from the
// server's clock. Towards the future the clock counts exactly; towards the
// past it counts in whole seconds, so that a request stamped exactly 60 s ago
// still passes after its way through the network, and one stamped 61 s ago
// does not.
inline constexpr absl::Duration kTimestampWindow = absl::Seconds(60);

bool TimestampPasses(absl::Time timestamp, absl::Time now);

// The first instant at which `timestamp` no longer passes as too old: its
// whole second plus 61 s. Until then its signature must be remembered.
absl::Time TimestampExpires(absl::Time timestamp);

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_AUTH_REQUEST_SIGNATURE_H_
