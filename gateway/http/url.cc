#include "gateway/http/url.h"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace rollbook::gateway::http {
namespace {

constexpr std::string_view kHttp = "http://";
constexpr std::string_view kHttps = "https://";
constexpr int kMaxPort = 65'535;

bool IsVisibleAscii(char c) { return c > ' ' && c < '\x7f'; }

bool IsPort(std::string_view text) {
  int port = 0;
  const auto end = text.data() + text.size();
  const auto parsed = std::from_chars(text.data(), end, port);
  return parsed.ec == std::errc() && parsed.ptr == end && port > 0 &&
         port <= kMaxPort;
}

// "127.0.0.1:80", "[::1]", "name".
bool ReadAuthority(std::string_view authority, Url& url) {
  std::string_view rest;
  if (authority.starts_with('[')) {
    const size_t end = authority.find(']');
    if (end == std::string_view::npos) return false;
    url.host = authority.substr(1, end - 1);
    rest = authority.substr(end + 1);
  } else {
    const size_t colon = std::min(authority.find(':'), authority.size());
    url.host = authority.substr(0, colon);
    rest = authority.substr(colon);
  }
  if (url.host.empty()) return false;
  if (rest.empty()) {
    url.port = url.tls ? "443" : "80";
    return true;
  }
  url.port = rest.substr(1);
  return rest.front() == ':' && IsPort(url.port);
}

bool IsLoopbackV4(std::string_view host) {
  int parts = 0;
  while (true) {
    uint8_t part = 0;
    const auto parsed =
        std::from_chars(host.data(), host.data() + host.size(), part);
    if (parsed.ec != std::errc() || (parts == 0 && part != 127)) return false;
    ++parts;
    host.remove_prefix(static_cast<size_t>(parsed.ptr - host.data()));
    if (host.empty()) return parts == 4;
    if (host.front() != '.') return false;
    host.remove_prefix(1);
  }
}

}  // namespace

bool Url::IsLoopback() const {
  return host == "localhost" || host == "::1" || IsLoopbackV4(host);
}

std::string Url::Authority() const {
  const std::string name =
      host.find(':') == std::string::npos ? host : "[" + host + "]";
  return port == (tls ? "443" : "80") ? name : name + ":" + port;
}

std::optional<Url> ParseUrl(std::string_view text) {
  Url url;
  if (!std::all_of(text.begin(), text.end(), IsVisibleAscii) ||
      text.find_first_of("@#\\\"<>") != std::string_view::npos) {
    return std::nullopt;
  }
  if (text.starts_with(kHttps)) {
    url.tls = true;
    text.remove_prefix(kHttps.size());
  } else if (text.starts_with(kHttp)) {
    text.remove_prefix(kHttp.size());
  } else {
    return std::nullopt;
  }
  const size_t end = std::min(text.find_first_of("/?"), text.size());
  if (!ReadAuthority(text.substr(0, end), url)) return std::nullopt;
  url.target = text.substr(end);
  if (!url.target.starts_with('/')) url.target.insert(0, "/");
  return url;
}

}  // namespace rollbook::gateway::http
