#include "gateway/http/http_date.h"

namespace rollbook::gateway::http {

std::string_view HttpDate::At(absl::Time now) {
  const int64_t second = absl::ToUnixSeconds(now);
  if (second != second_) {
    second_ = second;
    text_ =
        absl::FormatTime("%a, %d %b %E4Y %H:%M:%S GMT",
                         absl::FromUnixSeconds(second), absl::UTCTimeZone());
  }
  return text_;
}

}  // namespace rollbook::gateway::http
