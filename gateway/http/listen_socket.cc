#include "gateway/http/listen_socket.h"

#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <cstring>
#include <string_view>

#include "base/error.h"
#include "base/status_macros.h"

namespace rollbook::gateway::http {
namespace {

using asio::generic::stream_protocol;
using Local = asio::local::stream_protocol;
using Tcp = asio::ip::tcp;

constexpr std::string_view kUnixPrefix = "unix:";

bool IsUnix(const std::string& address) {
  return address.starts_with(kUnixPrefix);
}

std::string PathOf(const std::string& address) {
  return address.substr(kUnixPrefix.size());
}

absl::Status Failure(const std::string& address, const std::string& why) {
  return base::ErrorWithText(base::Reason::kInvalidArgument,
                             "cannot listen on " + address + ": " + why);
}

absl::StatusOr<stream_protocol::endpoint> ResolveTcp(
    const std::string& address, asio::io_context& context) {
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos || colon + 1 == address.size()) {
    return Failure(address, "expected host:port or unix:PATH");
  }
  std::string host = address.substr(0, colon);
  if (host.size() >= 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  Tcp::resolver resolver(context);
  ErrorCode error;
  const auto found = resolver.resolve(
      host, address.substr(colon + 1),
      Tcp::resolver::passive | Tcp::resolver::numeric_service, error);
  if (error) return Failure(address, error.message());
  return stream_protocol::endpoint(found.begin()->endpoint());
}

absl::StatusOr<stream_protocol::endpoint> ResolveUnix(
    const std::string& address, asio::io_context& context) {
  const std::string path = PathOf(address);
  if (path.empty() || path.size() >= sizeof(sockaddr_un::sun_path)) {
    return Failure(address, "the path is empty or too long");
  }
  const Local::endpoint endpoint(path);
  struct stat file;
  if (lstat(path.c_str(), &file) == 0 && S_ISSOCK(file.st_mode)) {
    // Left over from a process that died, unless somebody answers.
    Local::socket probe(context);
    ErrorCode error;
    probe.connect(endpoint, error);
    if (error == asio::error::connection_refused) unlink(path.c_str());
  }
  return stream_protocol::endpoint(endpoint);
}

}  // namespace

absl::StatusOr<Acceptor> Listen(const std::string& address,
                                asio::io_context& context) {
  ASSIGN_OR_RETURN(const stream_protocol::endpoint endpoint,
                   IsUnix(address) ? ResolveUnix(address, context)
                                   : ResolveTcp(address, context));
  Acceptor acceptor(context);
  ErrorCode error;
  acceptor.open(endpoint.protocol(), error);
  if (!error && !IsUnix(address)) {
    acceptor.set_option(asio::socket_base::reuse_address(true), error);
  }
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return Failure(address, error.message());
  return acceptor;
}

uint16_t PortOf(const Acceptor& acceptor) {
  ErrorCode error;
  const auto endpoint = acceptor.local_endpoint(error);
  if (error || endpoint.protocol().family() == AF_UNIX) return 0;
  Tcp::endpoint tcp;
  tcp.resize(endpoint.size());
  std::memcpy(tcp.data(), endpoint.data(), endpoint.size());
  return tcp.port();
}

void RemoveSocketFile(const std::string& address) {
  if (IsUnix(address)) unlink(PathOf(address).c_str());
}

std::string PeerAddress(const PlainStream& socket) {
  ErrorCode error;
  const auto endpoint = socket.remote_endpoint(error);
  if (error) return "";
  if (endpoint.protocol().family() == AF_UNIX) return "unix";
  Tcp::endpoint tcp;
  tcp.resize(endpoint.size());
  std::memcpy(tcp.data(), endpoint.data(), endpoint.size());
  return tcp.address().to_string(error);
}

}  // namespace rollbook::gateway::http
