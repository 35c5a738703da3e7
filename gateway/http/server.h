#ifndef ROLLBOOK_GATEWAY_HTTP_SERVER_H_
#define ROLLBOOK_GATEWAY_HTTP_SERVER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "gateway/http/handler.h"

namespace rollbook::gateway::http {

// Limits and times are those of the contracts' common section ("All four").
struct HttpServerOptions {
  std::string listen;  // "host:port", port 0: any; or "unix:PATH"
  size_t threads = 2;

  // PEM files; without a certificate the server speaks clear HTTP.
  std::string tls_certificate_file;
  std::string tls_key_file;
  std::string tls_client_ca_file;  // when set, clients must have certificates

  size_t max_header_bytes = 16 << 10;
  size_t max_header_fields = 64;
  size_t max_target_bytes = 2 << 10;
  size_t max_body_bytes = 64 << 10;
  size_t max_requests_per_connection = 1000;
  size_t max_connections = 20'000;
  // Of one remote address (an IPv6 /64), so that none can have them all.
  size_t max_connections_per_address = 15'000;

  absl::Duration tls_handshake_timeout = absl::Seconds(5);
  absl::Duration header_timeout = absl::Seconds(10);
  absl::Duration body_timeout = absl::Seconds(10);
  absl::Duration write_timeout = absl::Seconds(15);
  absl::Duration idle_timeout = absl::Seconds(60);
};

// An HTTP/1.1 server behind a framing guard (framing_guard.h): keep-alive,
// pipelining, chunked bodies, TLS 1.2 and later. Thread-safe.
class HttpServer {
 public:
  // Listens and serves. `handler` must outlive the server. Errors name the
  // address or the file at fault.
  static absl::StatusOr<std::unique_ptr<HttpServer>> Start(
      const HttpServerOptions& options, HttpHandler& handler);
  virtual ~HttpServer() = default;

  // The port in use; 0 on a Unix socket.
  virtual uint16_t port() const = 0;

  // Reads the certificate, key and CA anew, for connections to come. On an
  // error the old ones stay in force.
  virtual absl::Status ReloadTls() = 0;

  // Stops accepting, lets requests under way finish with `Connection: close`,
  // and closes what is left when `timeout` has passed. Blocks until then.
  virtual void Drain(absl::Duration timeout) = 0;
};

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_SERVER_H_
