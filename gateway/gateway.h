#ifndef ROLLBOOK_GATEWAY_GATEWAY_H_
#define ROLLBOOK_GATEWAY_GATEWAY_H_

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/crypto/random.h"
#include "base/random.h"
#include "gateway/http/server.h"
#include "gateway/limits/failure_limiter.h"
#include "gateway/observer.h"
#include "gateway/user_backend.h"

namespace rollbook::gateway {

struct GatewayOptions {
  http::HttpServerOptions http;
  // Names of the contracts to serve; none: all.
  std::vector<std::string> contracts;
  // Whose tokens are good (docs/operations.md); empty: nobody's.
  std::string jwt_issuers_file;
  // Failed authentications a second that one address is allowed, after a burst
  // (limits/failure_limiter.h); 0: any number.
  uint32_t failed_auth_rate = FailureLimiter::kDefaultPerSecond;

  // All of these must outlive the gateway.
  Observer* observer = nullptr;  // may be null
  const base::Clock* clock = &base::SystemClock();
  base::Random* random = &base::CryptoRandom();
};

// The partners' door: the HTTP server, the contracts and the credentials
// cache, over a backend. Runs in rollbookd and in rollbook-gateway.
// Thread-safe. The destructor drains without patience.
class Gateway {
 public:
  virtual ~Gateway() = default;

  // The port in use; 0 on a Unix socket.
  virtual uint16_t port() const = 0;

  // Reads certificates, issuers file and key files anew, fetches the keys
  // behind URLs, and logs what came of it. What cannot be used stays as it
  // was; the error, of the first of them, names the file. Blocks for some
  // seconds. Not from two threads at once.
  virtual absl::Status Reload() = 0;

  // See HttpServer.
  virtual void Drain(absl::Duration timeout) = 0;
};

// Listens and serves. `backend` must outlive the gateway. Errors name the
// address, the file or the contract at fault.
absl::StatusOr<std::unique_ptr<Gateway>> StartGateway(
    const GatewayOptions& options, UserBackend& backend);

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_GATEWAY_H_
