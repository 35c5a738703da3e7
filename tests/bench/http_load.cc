#include "tests/bench/http_load.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/bytes.h"
#include "base/crypto/hash.h"
#include "tests/bench/sample_user.h"

namespace rollbook::bench {
namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::string_view kClose = "Connection: close";
constexpr std::string_view kContentLength = "Content-Length: ";

// A connection and what has arrived of its answer. One thread drives all of
// them with epoll: the load generator must stay cheap beside the server.
struct Connection {
  int fd = -1;
  std::string received;
  absl::Time sent;
};

class Loop {
 public:
  explicit Loop(const HttpLoadOptions& options)
      : options_(options),
        hmac_(options.hmac_secret),
        run_(absl::StrCat(absl::ToUnixMicros(absl::Now()))) {}

  LoadResult Run() {
    epoll_ = epoll_create1(0);
    std::vector<Connection> connections(options_.connections);
    const absl::Time begin = absl::Now();
    end_ = begin + options_.duration;
    for (Connection& connection : connections) {
      Open(connection);
      Send(connection);
    }
    std::vector<epoll_event> events(options_.connections);
    while (under_way_ > 0) {
      const int ready = epoll_wait(epoll_, events.data(),
                                   static_cast<int>(events.size()), 5000);
      if (ready <= 0) break;
      for (int i = 0; i < ready; ++i) {
        Receive(
            *static_cast<Connection*>(events[static_cast<size_t>(i)].data.ptr));
      }
    }
    result_.elapsed = absl::Now() - begin;
    for (const Connection& connection : connections) close(connection.fd);
    close(epoll_);
    return std::move(result_);
  }

 private:
  void Open(Connection& connection) const {
    connection.fd = Connect();
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &connection;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, connection.fd, &event);
  }

  int Connect() const {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(options_.port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) !=
        0) {
      std::perror("connect");
      std::exit(1);
    }
    const int one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    return fd;
  }

  std::string Request() {
    const std::string body =
        SampleBody(absl::StrCat("bench-http-", run_, "-", ++next_));
    const std::string timestamp = absl::FormatTime(
        "%Y-%m-%dT%H:%M:%E3SZ", absl::Now(), absl::UTCTimeZone());
    const std::string signature = base::ToHex(
        base::AsText(hmac_.Mac({"POST\n/v1/users\n", timestamp, "\n", body})));
    return absl::StrCat(
        "POST /v1/users HTTP/1.1\r\nHost: localhost\r\n"
        "Content-Type: application/json\r\nX-Api-Key: ",
        options_.api_key, "\r\nX-Request-Timestamp: ", timestamp,
        "\r\nX-Request-Signature: ", signature,
        "\r\nContent-Length: ", body.size(), "\r\n\r\n", body);
  }

  void Send(Connection& connection) {
    const std::string request = Request();
    connection.received.clear();
    connection.sent = absl::Now();
    // A request is far smaller than the socket's buffer.
    if (send(connection.fd, request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size())) {
      ++result_.failed;
      return;
    }
    ++under_way_;
  }

  void Receive(Connection& connection) {
    char buffer[4096];
    const ssize_t got = recv(connection.fd, buffer, sizeof(buffer), 0);
    if (got <= 0) {
      ++result_.failed;
      --under_way_;
      close(connection.fd);
      return;
    }
    connection.received.append(buffer, static_cast<size_t>(got));
    if (!Complete(connection.received)) return;
    --under_way_;
    Count(connection);
    if (absl::Now() >= end_) return;
    // The server closes a connection after so many requests.
    if (connection.received.find(kClose) < connection.received.find(kHeadEnd)) {
      close(connection.fd);
      Open(connection);
    }
    Send(connection);
  }

  void Count(const Connection& connection) {
    const int status = std::atoi(connection.received.c_str() + 9);
    if (status != options_.expected_status) {
      ++result_.failed;
      return;
    }
    ++result_.ok;
    result_.latencies_us.push_back(static_cast<uint32_t>(
        absl::ToInt64Microseconds(absl::Now() - connection.sent)));
  }

  static bool Complete(const std::string& received) {
    const size_t head_end = received.find(kHeadEnd);
    if (head_end == std::string::npos) return false;
    const size_t length_at = received.find(kContentLength);
    if (length_at == std::string::npos || length_at > head_end) return true;
    const size_t length = std::strtoul(
        received.c_str() + length_at + kContentLength.size(), nullptr, 10);
    return received.size() >= head_end + kHeadEnd.size() + length;
  }

  const HttpLoadOptions& options_;
  const base::HmacSha256 hmac_;
  const std::string run_;
  int epoll_ = -1;
  absl::Time end_;
  uint64_t next_ = 0;
  size_t under_way_ = 0;
  LoadResult result_;
};

}  // namespace

LoadResult RunHttpCreates(const HttpLoadOptions& options) {
  return Loop(options).Run();
}

}  // namespace rollbook::bench
