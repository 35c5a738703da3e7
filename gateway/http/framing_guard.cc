#include "gateway/http/framing_guard.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/ascii.h"

namespace rollbook::gateway::http {
namespace {

constexpr std::string_view kLineEnd = "\r\n";
// 2^64 has 20 digits; nobody sends this much.
constexpr size_t kMaxContentLengthDigits = 18;

bool IsUpper(char c) { return c >= 'A' && c <= 'Z'; }

// Without spaces and tabs at either end (OWS, RFC 9110 section 5.6.3).
std::string_view Trim(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

// A set of bytes, for look-ups that do not branch.
class CharSet {
 public:
  template <typename Predicate>
  constexpr explicit CharSet(Predicate contains) {
    for (size_t byte = 0; byte < bytes_.size(); ++byte) {
      bytes_[byte] = contains(static_cast<unsigned char>(byte));
    }
  }
  bool HoldsAllOf(std::string_view text) const {
    return std::all_of(text.begin(), text.end(), [this](char c) {
      return bytes_[static_cast<unsigned char>(c)];
    });
  }

 private:
  std::array<bool, 256> bytes_ = {};
};

// RFC 9110 section 5.6.2.
constexpr CharSet kTokenChars([](unsigned char c) {
  constexpr std::string_view kPunctuation = "!#$%&'*+-.^_`|~";
  return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
         (c >= '0' && c <= '9') ||
         kPunctuation.find(static_cast<char>(c)) != std::string_view::npos;
});

// Visible ASCII, but no fragment: "#" never goes over the wire.
constexpr CharSet kTargetChars([](unsigned char c) {
  return c > 0x20 && c < 0x7f && c != '#';
});

// Anything but controls (a bare CR and NUL among them); bytes >= 0x80 are
// RFC 9110's obs-text.
constexpr CharSet kValueChars([](unsigned char c) {
  return c == '\t' || (c >= 0x20 && c != 0x7f);
});

// Takes the next line off `text`; the scan made sure that lines end in CRLF.
std::string_view NextLine(std::string_view& text) {
  const size_t end = text.find(kLineEnd);
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + kLineEnd.size());
  return line;
}

// method SP origin-form SP HTTP/1.x (RFC 9112 section 3), one space each.
bool ReadRequestLine(std::string_view line, size_t max_target_bytes,
                     RequestHead& head) {
  const size_t method_end = line.find(' ');
  const size_t target_end = line.rfind(' ');
  if (method_end == std::string_view::npos || target_end <= method_end) {
    return false;
  }
  const std::string_view method = line.substr(0, method_end);
  const std::string_view target =
      line.substr(method_end + 1, target_end - method_end - 1);
  const std::string_view version = line.substr(target_end + 1);
  if (method.empty() || !std::all_of(method.begin(), method.end(), IsUpper)) {
    return false;
  }
  head.method = std::string(method);
  if (target.empty() || target.front() != '/' ||
      target.size() > max_target_bytes || !kTargetChars.HoldsAllOf(target)) {
    return false;
  }
  head.target = std::string(target);
  if (version != "HTTP/1.1" && version != "HTTP/1.0") return false;
  head.minor_version = version.back() - '0';
  return true;
}

// name ":" OWS value OWS, no space before the colon, no folded line.
bool ReadField(std::string_view line, Headers& headers) {
  const size_t colon = line.find(':');
  if (colon == std::string_view::npos || colon == 0) return false;
  const std::string_view name = line.substr(0, colon);
  const std::string_view value = Trim(line.substr(colon + 1));
  if (!kTokenChars.HoldsAllOf(name) || !kValueChars.HoldsAllOf(value)) {
    return false;
  }
  headers.Add(std::string(name), std::string(value));
  return true;
}

std::optional<uint64_t> ReadContentLength(std::string_view text) {
  if (text.empty() || text.size() > kMaxContentLengthDigits ||
      !std::all_of(text.begin(), text.end(), base::IsDigit)) {
    return std::nullopt;
  }
  uint64_t value = 0;
  for (const char digit : text) {
    value = value * 10 + static_cast<uint64_t>(digit - '0');
  }
  return value;
}

// Whether one of the Connection fields' options is `option`.
bool HasConnectionOption(const Headers& headers, std::string_view option) {
  for (const auto& [name, value] : headers.fields()) {
    if (!base::EqualsIgnoringCase(name, "Connection")) continue;
    std::string_view rest = value;
    while (!rest.empty()) {
      const size_t comma = std::min(rest.find(','), rest.size());
      if (base::EqualsIgnoringCase(Trim(rest.substr(0, comma)), option))
        return true;
      rest.remove_prefix(std::min(comma + 1, rest.size()));
    }
  }
  return false;
}

// RFC 9112 section 6: at most one of Content-Length and Transfer-Encoding,
// once, and the latter only as "chunked" in HTTP/1.1.
bool ReadBodyFraming(const RequestHead& head, Framing& framing) {
  const size_t codings = head.headers.Count("Transfer-Encoding");
  const size_t lengths = head.headers.Count("Content-Length");
  if (codings + lengths > 1) return false;
  if (codings == 1) {
    framing.chunked = true;
    return head.minor_version == 1 &&
           base::EqualsIgnoringCase(*head.headers.Find("Transfer-Encoding"),
                                    "chunked");
  }
  if (lengths == 1) {
    const auto length = ReadContentLength(*head.headers.Find("Content-Length"));
    if (!length) return false;
    framing.content_length = *length;
  }
  return true;
}

bool HostIsRight(const RequestHead& head) {
  const size_t hosts = head.headers.Count("Host");
  return hosts == 1 || (hosts == 0 && head.minor_version == 0);
}

}  // namespace

HeadScan ScanHead(std::string_view received, size_t max_bytes, size_t scanned) {
  // Whatever is no HTTP at all (a TLS handshake, say) needs no waiting for.
  if (!received.empty() && !IsUpper(received.front())) {
    return {HeadScan::State::kRefused};
  }
  for (size_t end = received.find('\n', scanned);
       end != std::string_view::npos && end < max_bytes;
       end = received.find('\n', end + 1)) {
    if (received[end - 1] != '\r') return {HeadScan::State::kRefused};
    if (end >= 3 && received[end - 2] == '\n') {
      return {HeadScan::State::kComplete, end + 1};
    }
  }
  if (received.size() >= max_bytes) return {HeadScan::State::kRefused};
  return {};
}

std::optional<Framing> GuardHead(std::string_view raw, const HeadLimits& limits,
                                 RequestHead& head) {
  if (!ReadRequestLine(NextLine(raw), limits.max_target_bytes, head)) {
    return std::nullopt;
  }
  for (std::string_view line = NextLine(raw); !line.empty();
       line = NextLine(raw)) {
    if (head.headers.fields().size() == limits.max_fields ||
        !ReadField(line, head.headers)) {
      return std::nullopt;
    }
  }
  Framing framing;
  if (!HostIsRight(head) || !ReadBodyFraming(head, framing)) {
    return std::nullopt;
  }
  framing.keep_alive = head.minor_version == 1
                           ? !HasConnectionOption(head.headers, "close")
                           : HasConnectionOption(head.headers, "keep-alive");
  const auto expect = head.headers.Find("Expect");
  framing.expects_continue = head.minor_version == 1 && expect &&
                             base::EqualsIgnoringCase(*expect, "100-continue");
  return framing;
}

}  // namespace rollbook::gateway::http
