#ifndef ROLLBOOK_GATEWAY_HTTP_URL_H_
#define ROLLBOOK_GATEWAY_HTTP_URL_H_

#include <optional>
#include <string>
#include <string_view>

namespace rollbook::gateway::http {

// An http or https URL, taken apart.
struct Url {
  bool tls = false;
  std::string host;  // a name or an address, without brackets
  std::string port;
  std::string target;  // path and query, at least "/"

  // The host is this machine, whatever a name service says: 127.0.0.0/8, ::1
  // or "localhost".
  bool IsLoopback() const;
  // As it belongs into a Host field.
  std::string Authority() const;
};

// Nullopt for another scheme, user names, fragments, and characters that do
// not belong into a URL.
std::optional<Url> ParseUrl(std::string_view text);

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_URL_H_
