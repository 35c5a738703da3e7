#ifndef ROLLBOOK_GATEWAY_HTTP_TESTING_TEST_CLIENT_H_
#define ROLLBOOK_GATEWAY_HTTP_TESTING_TEST_CLIENT_H_

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace rollbook::gateway::http {

// One answer as it came over the wire; status 0: the connection ended instead.
struct WireAnswer {
  int status = 0;
  std::string head;
  std::string body;

  bool Has(std::string_view text) const {
    return head.find(text) != std::string::npos;
  }
};

// A client that sends exactly what it is told to. Blocks; gives up on a
// silent server after a minute.
class TestClient {
 public:
  // `source`: the client's own address, one of 127.0.0.0/8.
  explicit TestClient(uint16_t port, const char* source = "127.0.0.1")
      : fd_(socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address = {};
    address.sin_family = AF_INET;
    inet_pton(AF_INET, source, &address.sin_addr);
    // From another address it would be another client.
    if (bind(fd_, reinterpret_cast<const sockaddr*>(&address),
             sizeof(address)) == 0) {
      address.sin_port = htons(port);
      address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
      Connect(reinterpret_cast<const sockaddr*>(&address), sizeof(address));
    }
    const int on = 1;
    setsockopt(fd_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  }
  explicit TestClient(const std::string& path)
      : fd_(socket(AF_UNIX, SOCK_STREAM, 0)) {
    sockaddr_un address = {};
    address.sun_family = AF_UNIX;
    std::memcpy(address.sun_path, path.data(), path.size());
    Connect(reinterpret_cast<const sockaddr*>(&address), sizeof(address));
  }
  ~TestClient() { close(fd_); }
  TestClient(const TestClient&) = delete;
  TestClient& operator=(const TestClient&) = delete;

  bool connected() const { return connected_; }
  int fd() const { return fd_; }

  // False when the server does not take it any more.
  bool Send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<size_t>(sent));
    }
    return true;
  }
  void EndSending() { shutdown(fd_, SHUT_WR); }

  // The next answer; `with_body` false: one to HEAD, or a 1xx.
  WireAnswer Read(bool with_body = true) {
    size_t end;
    while ((end = received_.find("\r\n\r\n")) == std::string::npos) {
      if (!Receive()) return {};
    }
    WireAnswer answer;
    answer.head = received_.substr(0, end + 4);
    received_.erase(0, end + 4);
    answer.status = std::stoi(answer.head.substr(9, 3));
    constexpr std::string_view kLength = "Content-Length: ";
    const size_t length = answer.head.find(kLength);
    if (!with_body || length == std::string::npos) return answer;
    const size_t size = std::stoul(answer.head.substr(length + kLength.size()));
    while (received_.size() < size) {
      if (!Receive()) return {};
    }
    answer.body = received_.substr(0, size);
    received_.erase(0, size);
    return answer;
  }

  // True when the server has closed without sending anything more.
  bool IsAtEnd() { return received_.empty() && !Receive(); }

  // Whether something (bytes or the end) arrives within `timeout_ms`.
  bool HasNews(int timeout_ms) const {
    pollfd waiting = {fd_, POLLIN, 0};
    return poll(&waiting, 1, timeout_ms) == 1;
  }

 private:
  void Connect(const sockaddr* address, socklen_t size) {
    const timeval patience = {60, 0};
    setsockopt(fd_, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    connected_ = connect(fd_, address, size) == 0;
  }
  bool Receive() {
    char bytes[16 << 10];
    const ssize_t size = recv(fd_, bytes, sizeof(bytes), 0);
    if (size <= 0) return false;
    received_.append(bytes, static_cast<size_t>(size));
    return true;
  }

  const int fd_;
  bool connected_ = false;
  std::string received_;
};

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_TESTING_TEST_CLIENT_H_
