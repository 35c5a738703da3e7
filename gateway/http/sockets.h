#ifndef ROLLBOOK_GATEWAY_HTTP_SOCKETS_H_
#define ROLLBOOK_GATEWAY_HTTP_SOCKETS_H_

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/generic/stream_protocol.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/system/error_code.hpp>

// The socket types of the server: TCP and Unix sockets are one type, and the
// executor is named, because the type-erased default costs an indirection (and
// often an allocation) per operation.
namespace rollbook::gateway::http {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;

using Executor = asio::io_context::executor_type;
using PlainStream =
    asio::basic_stream_socket<asio::generic::stream_protocol, Executor>;
using TlsStream = asio::ssl::stream<PlainStream>;
using Acceptor =
    asio::basic_socket_acceptor<asio::generic::stream_protocol, Executor>;

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_SOCKETS_H_
