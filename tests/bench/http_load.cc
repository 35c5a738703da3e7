#include "tests/bench/http_load.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/clock.h"

namespace rollbook::bench {
namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr std::string_view kClose = "Connection: close";
constexpr std::string_view kContentLength = "Content-Length: ";

constexpr int kTickMilliseconds = 1;
constexpr absl::Duration kSilence = absl::Seconds(5);

// A connection and what has arrived of its answer. One thread drives all of
// them with epoll: the load generator must stay cheap beside the server.
struct Connection {
  int fd = -1;
  std::string received;
  absl::Time due;
};

class Loop {
 public:
  Loop(const HttpLoadOptions& options, const NextRequest& next)
      : options_(options),
        next_(next),
        interval_(options.rate > 0 ? absl::Seconds(1 / options.rate)
                                   : absl::ZeroDuration()) {}

  LoadResult Run() {
    epoll_ = epoll_create1(0);
    std::vector<Connection> connections(options_.connections);
    for (Connection& connection : connections) {
      Open(connection);
      idle_.push_back(&connection);
    }
    const absl::Time begin = absl::Now();
    end_ = begin + options_.duration;
    next_due_ = last_answer_ = begin;
    std::vector<epoll_event> events(options_.connections);
    for (SendWhatIsDue(); !Over(); SendWhatIsDue()) {
      const int ready =
          epoll_wait(epoll_, events.data(), static_cast<int>(events.size()),
                     kTickMilliseconds);
      for (int i = 0; i < ready; ++i) {
        Receive(
            *static_cast<Connection*>(events[static_cast<size_t>(i)].data.ptr));
        SendWhatIsDue();
      }
    }
    result_.elapsed = absl::Now() - begin;
    for (const Connection& connection : connections) close(connection.fd);
    close(epoll_);
    return std::move(result_);
  }

 private:
  bool Over() const {
    const absl::Time now = absl::Now();
    if (under_way_ == 0) return now >= end_;
    return now - last_answer_ > kSilence;
  }

  void SendWhatIsDue() {
    const absl::Time now = absl::Now();
    if (now >= end_) return;
    while (!idle_.empty() && next_due_ <= now) {
      Connection& connection = *idle_.back();
      idle_.pop_back();
      connection.due = interval_ == absl::ZeroDuration() ? now : next_due_;
      next_due_ += interval_;
      Send(connection);
    }
  }

  void Open(Connection& connection) const {
    connection.fd = Connect();
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &connection;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, connection.fd, &event);
  }

  int Connect() const {
    const int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const int one = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
    // The port is chosen with the peer: more of them are free then.
    setsockopt(fd, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &one, sizeof(one));
    sockaddr_in address{};
    address.sin_family = AF_INET;
    const bool bound =
        inet_pton(AF_INET, options_.source.c_str(), &address.sin_addr) == 1 &&
        bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) == 0;
    address.sin_port = htons(options_.port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (!bound || connect(fd, reinterpret_cast<sockaddr*>(&address),
                          sizeof(address)) != 0) {
      std::perror("connect");
      std::exit(1);
    }
    return fd;
  }

  void Send(Connection& connection) {
    const std::string request = next_();
    connection.received.clear();
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
      close(std::exchange(connection.fd, -1));
      return;
    }
    connection.received.append(buffer, static_cast<size_t>(got));
    if (!Complete(connection.received)) return;
    --under_way_;
    Count(connection);
    // The server closes a connection after so many requests.
    if (connection.received.find(kClose) < connection.received.find(kHeadEnd)) {
      close(connection.fd);
      Open(connection);
    }
    idle_.push_back(&connection);
  }

  void Count(const Connection& connection) {
    last_answer_ = absl::Now();
    const int status = std::atoi(connection.received.c_str() + 9);
    if (status != options_.expected_status) {
      ++result_.failed;
      return;
    }
    ++result_.ok;
    result_.latencies_us.push_back(static_cast<uint32_t>(
        absl::ToInt64Microseconds(last_answer_ - connection.due)));
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
  const NextRequest& next_;
  const absl::Duration interval_;
  int epoll_ = -1;
  absl::Time end_;
  absl::Time next_due_;
  absl::Time last_answer_;
  size_t under_way_ = 0;
  std::vector<Connection*> idle_;
  LoadResult result_;
};

}  // namespace

LoadResult RunHttpLoad(const HttpLoadOptions& options,
                       const NextRequest& next) {
  return Loop(options, next).Run();
}

}  // namespace rollbook::bench
