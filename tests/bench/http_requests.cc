#include "tests/bench/http_requests.h"

#include <cstdint>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/bytes.h"
#include "base/crypto/hash.h"
#include "tests/bench/sample_user.h"

namespace rollbook::bench {
namespace {

// Names that no other run on the same data gives.
class Names {
 public:
  std::string Next() { return absl::StrCat(run_, "-", ++number_); }

 private:
  const int64_t run_ = absl::ToUnixMicros(absl::Now());
  uint64_t number_ = 0;
};

std::string Post(const std::string& target, const std::string& credentials,
                 const std::string& body) {
  return absl::StrCat("POST ", target,
                      " HTTP/1.1\r\nHost: localhost\r\n"
                      "Content-Type: application/json\r\n",
                      credentials, "\r\nContent-Length: ", body.size(),
                      "\r\n\r\n", body);
}

std::string SignedPost(const std::string& api_key,
                       const base::HmacSha256& secret,
                       const std::string& body) {
  const std::string timestamp = absl::FormatTime(
      "%Y-%m-%dT%H:%M:%E3SZ", absl::Now(), absl::UTCTimeZone());
  const std::string signature = base::ToHex(
      base::AsText(secret.Mac({"POST\n/v1/users\n", timestamp, "\n", body})));
  return Post("/v1/users",
              absl::StrCat("X-Api-Key: ", api_key, "\r\nX-Request-Timestamp: ",
                           timestamp, "\r\nX-Request-Signature: ", signature),
              body);
}

}  // namespace

NextRequest SignedCreates(const tests::PartnerKey& key) {
  return [key, secret = std::make_shared<base::HmacSha256>(key.hmac_secret),
          names = Names()]() mutable {
    return SignedPost(key.api_key, *secret,
                      SampleBody(absl::StrCat("bench-http-", names.Next())));
  };
}

NextRequest TokenCreates(const std::string& token) {
  return [credentials = "Authorization: Bearer " + token,
          names = Names()]() mutable {
    return Post(
        "/users", credentials,
        absl::StrCat("{\"email\":\"jane-", names.Next(),
                     "@example.com\",\"firstName\":\"Jane\","
                     "\"lastName\":\"Doe\","
                     "\"dateOfBirth\":\"1990-05-15\","
                     "\"residencyCountry\":\"GB\","
                     "\"address\":{\"line1\":\"1 High Street\","
                     "\"city\":\"London\",\"postalCode\":\"SW1A 1AA\","
                     "\"countryCode\":\"GB\"},"
                     "\"taxResidency\":{\"countryCode\":\"GB\","
                     "\"proofType\":\"TIN\",\"value\":\"AB123456C\"}}"));
  };
}

NextRequest BadlySignedCreates(const tests::PartnerKey& key) {
  return [request = SignedPost(key.api_key, base::HmacSha256("a guess"),
                               SampleBody("guessed"))] { return request; };
}

}  // namespace rollbook::bench
