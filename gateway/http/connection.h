#ifndef ROLLBOOK_GATEWAY_HTTP_CONNECTION_H_
#define ROLLBOOK_GATEWAY_HTTP_CONNECTION_H_

#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <string>

#include "absl/functional/any_invocable.h"
#include "gateway/http/handler.h"
#include "gateway/http/server.h"

// Private to the server: the only public headers of this folder are message.h,
// handler.h and server.h.
namespace rollbook::gateway::http {

using Socket = boost::asio::generic::stream_protocol::socket;

// One client. Lives as long as operations on it are under way; all of its
// calls, and the handler's, happen on its socket's thread.
class Connection {
 public:
  virtual ~Connection() = default;
  virtual void Start() = 0;
  // Answers `overloaded` to whatever comes, and closes.
  virtual void StartRefusing() = 0;
  // No more requests after the one under way; closes at once when idle.
  virtual void Drain() = 0;
  virtual void Abort() = 0;
  virtual boost::asio::io_context& executor() = 0;
};

struct ConnectionParts {
  // Both may be needed longer than the server lives: by a handler that answers
  // late.
  std::shared_ptr<boost::asio::io_context> context;
  std::shared_ptr<const HttpServerOptions> options;
  HttpHandler* handler;
  std::string peer_address;
  // Runs on any thread when it is over.
  absl::AnyInvocable<void()> on_closed;
};

std::shared_ptr<Connection> MakeConnection(Socket socket,
                                           ConnectionParts parts);
std::shared_ptr<Connection> MakeTlsConnection(
    Socket socket, std::shared_ptr<boost::asio::ssl::context> tls,
    ConnectionParts parts);

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_CONNECTION_H_
