#ifndef ROLLBOOK_TESTS_SUPPORT_SIGNING_H_
#define ROLLBOOK_TESTS_SUPPORT_SIGNING_H_

#include <string>

#include "absl/time/time.h"
#include "tests/support/http_client.h"

namespace rollbook::tests {

// What a boca-raton partner was given.
struct PartnerKey {
  std::string api_key;
  std::string hmac_secret;
};

// UTC, with microseconds: two requests of one test differ.
std::string TimestampText(absl::Time time);

// The three headers of contract section 1.1 for this call.
HeaderList SignatureHeaders(const HttpCall& call, const PartnerKey& key,
                            const std::string& timestamp);

// The call with these headers; the second form signs for this moment.
HttpCall Signed(HttpCall call, const PartnerKey& key,
                const std::string& timestamp);
HttpCall Signed(HttpCall call, const PartnerKey& key);

}  // namespace rollbook::tests

#endif  // ROLLBOOK_TESTS_SUPPORT_SIGNING_H_
