#ifndef ROLLBOOK_GATEWAY_HTTP_MESSAGE_H_
#define ROLLBOOK_GATEWAY_HTTP_MESSAGE_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"

namespace rollbook::gateway::http {

// Header fields in the order and spelling in which they came.
class Headers {
 public:
  void Add(std::string name, std::string value) {
    if (fields_.empty()) fields_.reserve(kUsualFields);
    fields_.emplace_back(std::move(name), std::move(value));
  }
  // The first field of that name, in any case; nullopt when there is none.
  std::optional<std::string_view> Find(std::string_view name) const;
  // How many fields have that name, in any case.
  size_t Count(std::string_view name) const;
  const std::vector<std::pair<std::string, std::string>>& fields() const {
    return fields_;
  }

 private:
  static constexpr size_t kUsualFields = 16;

  std::vector<std::pair<std::string, std::string>> fields_;
};

// What is known of a request before its body.
struct RequestHead {
  std::string method;
  // Exactly as received: nothing decoded, no dot segment removed.
  std::string target;
  int minor_version = 1;  // of HTTP/1.x
  Headers headers;
  std::string peer_address;  // without the port
  bool tls = false;
  absl::Time start_time;  // when the first byte of the head was read
};

struct HttpRequest : RequestHead {
  std::string body;  // decoded, when it came chunked
};

// The server adds Date, Content-Length, Connection, X-Content-Type-Options:
// nosniff and, unless there is one, Cache-Control: no-store.
struct HttpResponse {
  int status = 200;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string body;
  // The server waits so long before it sends this, and reads nothing from the
  // connection meanwhile: who sends too much is slowed down, and costs nothing
  // while it waits.
  absl::Duration hold_back = absl::ZeroDuration();
};

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_MESSAGE_H_
