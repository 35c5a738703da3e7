#ifndef ROLLBOOK_GATEWAY_HTTP_LISTENER_H_
#define ROLLBOOK_GATEWAY_HTTP_LISTENER_H_

#include <boost/asio/io_context.hpp>
#include <boost/system/error_code.hpp>
#include <cstdint>
#include <memory>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "gateway/http/connection.h"

namespace rollbook::gateway::http {

// A bound address, TCP or Unix.
class Listener {
 public:
  // `address` is "host:port" or "unix:PATH". Errors name the address.
  static absl::StatusOr<std::unique_ptr<Listener>> Bind(
      boost::asio::io_context& context, const std::string& address);
  virtual ~Listener() = default;

  // Accepts one client, whose socket will live on `target`. Calls back on the
  // listener's own context.
  using Accepted = absl::AnyInvocable<void(
      boost::system::error_code, Socket socket, std::string peer_address)>;
  virtual void Accept(boost::asio::io_context& target, Accepted accepted) = 0;
  virtual void Close() = 0;
  virtual uint16_t port() const = 0;  // 0 on a Unix socket
};

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_LISTENER_H_
