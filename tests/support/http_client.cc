#include "tests/support/http_client.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdlib>

namespace rollbook::tests {
namespace {

constexpr std::string_view kHeadEnd = "\r\n\r\n";
constexpr int kSilenceSeconds = 30;
constexpr size_t kReadBytes = 16 << 10;

bool SameName(std::string_view a, std::string_view b) {
  return a.size() == b.size() && strncasecmp(a.data(), b.data(), a.size()) == 0;
}

std::string_view Trimmed(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

HttpAnswer ParseHead(std::string_view head) {
  HttpAnswer answer;
  // "HTTP/1.1 200 OK"
  if (head.size() > 12) answer.status = std::atoi(head.data() + 9);
  for (size_t at = head.find("\r\n"); at != std::string_view::npos;) {
    const size_t begin = at + 2;
    at = head.find("\r\n", begin);
    const std::string_view line = head.substr(begin, at - begin);
    const size_t colon = line.find(':');
    if (colon == std::string_view::npos) continue;
    answer.headers.emplace_back(line.substr(0, colon),
                                Trimmed(line.substr(colon + 1)));
  }
  return answer;
}

absl::Status Broken(std::string_view what) {
  const std::string text = std::string(what) + ": " + strerror(errno);
  if (errno == EAGAIN || errno == EWOULDBLOCK) {
    return absl::DeadlineExceededError(text);
  }
  return absl::UnavailableError(text);
}

}  // namespace

std::string HttpAnswer::Header(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (SameName(key, name)) return value;
  }
  return "";
}

bool HttpAnswer::Has(std::string_view name) const {
  for (const auto& [key, value] : headers) {
    if (SameName(key, name)) return true;
  }
  return false;
}

std::string RequestText(const HttpCall& call) {
  std::string text = call.method + " " + call.target + " HTTP/1.1\r\n";
  text += "Host: rollbook.test\r\n";
  for (const auto& [name, value] : call.headers) {
    text += name + ": " + value + "\r\n";
  }
  if (!call.body.empty()) {
    text += "Content-Length: " + std::to_string(call.body.size()) + "\r\n";
  }
  return text + "\r\n" + call.body;
}

HttpClient::HttpClient(HttpClient&& other) noexcept
    : port_(other.port_),
      socket_(std::exchange(other.socket_, -1)),
      buffer_(std::move(other.buffer_)) {}

HttpClient::~HttpClient() { Close(); }

void HttpClient::Close() {
  if (socket_ >= 0) close(socket_);
  socket_ = -1;
  buffer_.clear();
}

void HttpClient::EndSending() { shutdown(socket_, SHUT_WR); }

absl::Status HttpClient::Connect() {
  socket_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const timeval silence = {kSilenceSeconds, 0};
  setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &silence, sizeof(silence));
  const int on = 1;
  setsockopt(socket_, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
  sockaddr_in address = {};
  address.sin_family = AF_INET;
  address.sin_port = htons(port_);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(socket_, reinterpret_cast<const sockaddr*>(&address),
              sizeof(address)) != 0) {
    absl::Status status = Broken("connect");
    Close();
    return status;
  }
  return absl::OkStatus();
}

absl::Status HttpClient::Send(std::string_view bytes) {
  if (socket_ < 0) {
    absl::Status connected = Connect();
    if (!connected.ok()) return connected;
  }
  while (!bytes.empty()) {
    const ssize_t sent =
        send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (sent < 0) {
      absl::Status status = Broken("send");
      Close();
      return status;
    }
    bytes.remove_prefix(static_cast<size_t>(sent));
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> HttpClient::ReadMore() {
  std::array<char, kReadBytes> block;
  const ssize_t count = recv(socket_, block.data(), block.size(), 0);
  if (count < 0) return Broken("recv");
  buffer_.append(block.data(), static_cast<size_t>(count));
  return count > 0;
}

absl::StatusOr<HttpAnswer> HttpClient::Receive(bool to_head_request) {
  const auto read_until = [this](auto enough) -> absl::Status {
    while (!enough()) {
      const auto more = ReadMore();
      if (!more.ok() || !*more) {
        Close();
        return more.ok() ? absl::UnavailableError("connection ended")
                         : more.status();
      }
    }
    return absl::OkStatus();
  };
  for (;;) {
    size_t end = 0;
    absl::Status status = read_until([&] {
      end = buffer_.find(kHeadEnd);
      return end != std::string::npos;
    });
    if (!status.ok()) return status;
    HttpAnswer answer = ParseHead(buffer_.substr(0, end));
    buffer_.erase(0, end + kHeadEnd.size());
    if (answer.status < 200) continue;
    const size_t length =
        to_head_request ? 0
                        : std::strtoul(answer.Header("Content-Length").c_str(),
                                       nullptr, 10);
    status = read_until([&] { return buffer_.size() >= length; });
    if (!status.ok()) return status;
    answer.body = buffer_.substr(0, length);
    buffer_.erase(0, length);
    return answer;
  }
}

absl::StatusOr<HttpAnswer> HttpClient::Call(const HttpCall& call) {
  absl::Status sent = Send(RequestText(call));
  if (!sent.ok()) return sent;
  auto answer = Receive(call.method == "HEAD");
  if (answer.ok() && SameName(answer->Header("Connection"), "close")) Close();
  return answer;
}

bool HttpClient::ServerCloses() {
  const auto more = ReadMore();
  // A reset is a close as well: what was not read makes one.
  const bool closed =
      more.ok() ? !*more
                : more.status().code() == absl::StatusCode::kUnavailable;
  return closed && buffer_.empty();
}

}  // namespace rollbook::tests
