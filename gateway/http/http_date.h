#ifndef ROLLBOOK_GATEWAY_HTTP_HTTP_DATE_H_
#define ROLLBOOK_GATEWAY_HTTP_HTTP_DATE_H_

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace rollbook::gateway::http {

// The Date field's value (IMF-fixdate, RFC 9110 section 5.6.7), rendered once
// a second. Not thread-safe: one per thread.
class HttpDate {
 public:
  // Valid until the next call.
  std::string_view At(absl::Time now);

 private:
  int64_t second_ = std::numeric_limits<int64_t>::min();
  std::string text_;
};

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_HTTP_DATE_H_
