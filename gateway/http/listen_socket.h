#ifndef ROLLBOOK_GATEWAY_HTTP_LISTEN_SOCKET_H_
#define ROLLBOOK_GATEWAY_HTTP_LISTEN_SOCKET_H_

#include <cstdint>
#include <string>

#include "absl/status/statusor.h"
#include "gateway/http/sockets.h"

namespace rollbook::gateway::http {

// Listens on "host:port" (IPv6 in brackets, port 0: any) or "unix:PATH". A
// socket file that nobody listens on any more is replaced. Errors name the
// address.
absl::StatusOr<Acceptor> Listen(const std::string& address,
                                asio::io_context& context);

// 0 for a Unix socket.
uint16_t PortOf(const Acceptor& acceptor);

// Removes the file of a Unix socket; nothing for other addresses.
void RemoveSocketFile(const std::string& address);

// The client's address without the port; "unix" on a Unix socket, empty when
// the client has gone already.
std::string PeerAddress(const PlainStream& socket);

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_LISTEN_SOCKET_H_
