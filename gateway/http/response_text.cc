#include "gateway/http/response_text.h"

#include <boost/beast/http/status.hpp>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

namespace rollbook::gateway::http {
namespace {

// RFC 9110 section 5.6.7; made anew once a second and thread.
const std::string& DateNow() {
  thread_local int64_t second = -1;
  thread_local std::string text;
  const absl::Time now = absl::Now();
  if (absl::ToUnixSeconds(now) != second) {
    second = absl::ToUnixSeconds(now);
    text =
        absl::FormatTime("%a, %d %b %Y %H:%M:%S GMT", now, absl::UTCTimeZone());
  }
  return text;
}

std::string ReasonPhrase(int status) {
  const auto phrase = boost::beast::http::obsolete_reason(
      boost::beast::http::int_to_status(static_cast<unsigned>(status)));
  return std::string(phrase.data(), phrase.size());
}

}  // namespace

std::string ResponseText(const HttpResponse& response,
                         const ResponseForm& form) {
  constexpr size_t kUsualHead = 512;
  std::string text;
  text.reserve(kUsualHead + response.body.size());
  absl::StrAppend(&text, "HTTP/1.1 ", response.status, " ",
                  ReasonPhrase(response.status), "\r\nDate: ", DateNow(),
                  "\r\n");
  for (const auto& [name, value] : response.headers) {
    absl::StrAppend(&text, name, ": ", value, "\r\n");
  }
  absl::StrAppend(
      &text, "Cache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n",
      form.keep_alive ? "" : "Connection: close\r\n",
      "Content-Length: ", response.body.size(), "\r\n\r\n");
  if (!form.omit_body) text.append(response.body);
  return text;
}

}  // namespace rollbook::gateway::http
