#ifndef ROLLBOOK_TESTS_SUPPORT_HTTP_CLIENT_H_
#define ROLLBOOK_TESTS_SUPPORT_HTTP_CLIENT_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace rollbook::tests {

using HeaderList = std::vector<std::pair<std::string, std::string>>;

struct HttpAnswer {
  int status = 0;
  HeaderList headers;
  std::string body;

  // The first value under `name`, in either case; empty when there is none.
  std::string Header(std::string_view name) const;
  bool Has(std::string_view name) const;
};

struct HttpCall {
  std::string method = "GET";
  std::string target = "/";
  HeaderList headers = {};
  std::string body = {};
};

// The bytes of an HTTP/1.1 request with one Host and, where there is a body,
// one Content-Length.
std::string RequestText(const HttpCall& call);

// One connection to 127.0.0.1 over plain sockets, so that a test decides about
// every byte. Not thread-safe. A connection that was closed is opened anew by
// the next Send.
class HttpClient {
 public:
  explicit HttpClient(uint16_t port) : port_(port) {}
  HttpClient(HttpClient&& other) noexcept;
  HttpClient& operator=(HttpClient&&) = delete;
  ~HttpClient();

  // UNAVAILABLE when nobody listens or the connection breaks.
  absl::Status Send(std::string_view bytes);

  // Reads one answer, interim ones left out. UNAVAILABLE when the connection
  // ends before its end, DEADLINE_EXCEEDED after 30 seconds of silence.
  absl::StatusOr<HttpAnswer> Receive(bool to_head_request = false);

  absl::StatusOr<HttpAnswer> Call(const HttpCall& call);

  // Whether the server closes, after the answers read so far, without another
  // byte.
  bool ServerCloses();

  // Says that nothing more will be sent.
  void EndSending();

  void Close();

 private:
  absl::Status Connect();
  // Appends what arrives next to buffer_; false at the end.
  absl::StatusOr<bool> ReadMore();

  uint16_t port_;
  int socket_ = -1;
  std::string buffer_;
};

}  // namespace rollbook::tests

#endif  // ROLLBOOK_TESTS_SUPPORT_HTTP_CLIENT_H_
