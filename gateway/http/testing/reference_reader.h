#ifndef ROLLBOOK_GATEWAY_HTTP_TESTING_REFERENCE_READER_H_
#define ROLLBOOK_GATEWAY_HTTP_TESTING_REFERENCE_READER_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <regex>
#include <string>
#include <utility>
#include <vector>

namespace rollbook::gateway::http {

// What a stream of bytes holds: the requests, and whether it is refused behind
// them.
struct Reading {
  struct Request {
    std::string method;
    std::string target;
    std::string body;
    friend bool operator==(const Request&, const Request&) = default;
  };
  std::vector<Request> requests;
  bool refused = false;

  friend bool operator==(const Reading&, const Reading&) = default;
};

// A second reader of HTTP/1.1 requests, slow and straight from the grammar of
// RFC 9112 as contract section 5 narrows it, to hold the real one against.
// Knows no limits.
class ReferenceReader {
 public:
  static Reading Read(const std::string& bytes) {
    ReferenceReader reader(bytes);
    while (reader.ReadOne()) {
    }
    return reader.result_;
  }

 private:
  explicit ReferenceReader(const std::string& bytes) : rest_(bytes) {}

  // False when it is over: refused, or not all there.
  bool ReadOne() {
    if (rest_.empty()) return false;
    if (rest_[0] < 'A' || rest_[0] > 'Z') return Refuse();
    const size_t end = rest_.find("\r\n\r\n");
    const std::string head = rest_.substr(0, end);
    for (size_t i = 0; i < head.size(); ++i) {
      if (head[i] == '\n' && head[i - 1] != '\r') return Refuse();
    }
    if (end == std::string::npos) return false;
    Reading::Request request;
    std::string framing;
    if (!ReadHead(head + "\r\n", request, framing)) return Refuse();
    const std::string body = rest_.substr(end + 4);
    std::optional<size_t> used = framing == "chunked"
                                     ? ReadChunks(body, request.body)
                                     : ReadSized(body, framing, request.body);
    if (!used) return false;
    result_.requests.push_back(std::move(request));
    rest_ = body.substr(*used);
    return true;
  }

  // `framing`: "chunked", a number, or "" for no body.
  static bool ReadHead(std::string head, Reading::Request& request,
                       std::string& framing) {
    static const std::regex kLine("([A-Z]+) (/[!-\"$-~]*) HTTP/1\\.([01])");
    static const std::regex kField(
        "([!#$%&'*+.^_`|~0-9A-Za-z-]+):[ "
        "\t]*([^\\x00-\\x08\\x0a-\\x1f\\x7f]*)");
    std::smatch match;
    const std::string line = TakeLine(head);
    if (!std::regex_match(line, match, kLine)) return false;
    request.method = match[1];
    request.target = match[2];
    const bool is_10 = match[3] == "0";
    int hosts = 0;
    int framings = 0;
    while (!head.empty()) {
      const std::string field = TakeLine(head);
      if (!std::regex_match(field, match, kField)) return false;
      std::string name = match[1];
      std::transform(name.begin(), name.end(), name.begin(), ::tolower);
      std::string value = match[2];
      value.erase(value.find_last_not_of(" \t") + 1);
      if (name == "host") ++hosts;
      if (name == "content-length") {
        ++framings;
        framing = value;
        if (value.empty() || value.size() > 18 ||
            value.find_first_not_of("0123456789") != std::string::npos) {
          return false;
        }
      }
      if (name == "transfer-encoding") {
        ++framings;
        std::transform(value.begin(), value.end(), value.begin(), ::tolower);
        framing = value;
        if (is_10 || value != "chunked") return false;
      }
    }
    return framings <= 1 && (hosts == 1 || (hosts == 0 && is_10));
  }

  std::optional<size_t> ReadSized(const std::string& rest,
                                  const std::string& framing,
                                  std::string& body) {
    const size_t size = framing.empty() ? 0 : std::stoull(framing);
    if (rest.size() < size) return std::nullopt;
    body = rest.substr(0, size);
    return size;
  }

  std::optional<size_t> ReadChunks(const std::string& rest, std::string& body) {
    static const std::regex kSize("([0-9A-Fa-f]{1,16})([ \t]*;[^\r\n]*)?");
    size_t at = 0;
    for (;;) {
      const size_t end = rest.find("\r\n", at);
      if (end == std::string::npos) return std::nullopt;
      std::smatch match;
      const std::string line = rest.substr(at, end - at);
      if (!std::regex_match(line, match, kSize)) return RefuseBody();
      const uint64_t size = std::stoull(match[1], nullptr, 16);
      at = end + 2;
      if (size > rest.size()) return std::nullopt;
      if (size == 0) {
        if (rest.size() < at + 2) return std::nullopt;
        if (rest.compare(at, 2, "\r\n") != 0) return RefuseBody();
        return at + 2;
      }
      if (rest.size() < at + size + 2) return std::nullopt;
      if (rest.compare(at + size, 2, "\r\n") != 0) return RefuseBody();
      body += rest.substr(at, size);
      at += size + 2;
    }
  }

  static std::string TakeLine(std::string& text) {
    const size_t end = text.find("\r\n");
    std::string line = text.substr(0, end);
    text.erase(0, end + 2);
    return line;
  }

  bool Refuse() {
    result_.refused = true;
    return false;
  }
  std::optional<size_t> RefuseBody() {
    Refuse();
    return std::nullopt;
  }

  std::string rest_;
  Reading result_;
};

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_TESTING_REFERENCE_READER_H_
