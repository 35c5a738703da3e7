#include "gateway/http/listener.h"

#include <unistd.h>

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <type_traits>
#include <utility>

#include "base/error.h"

namespace rollbook::gateway::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using boost::system::error_code;
using Local = asio::local::stream_protocol;

absl::Status CannotListen(const std::string& address, const error_code& error) {
  return base::ErrorWithText(
      base::Reason::kInvalidArgument,
      "cannot listen on " + address + ": " + error.message());
}

std::string PeerOf(const tcp::socket& socket) {
  error_code error;
  const tcp::endpoint peer = socket.remote_endpoint(error);
  return error ? "" : peer.address().to_string();
}
std::string PeerOf(const Local::socket&) { return "unix"; }

void Tune(tcp::socket& socket) {
  error_code ignored;
  socket.set_option(tcp::no_delay(true), ignored);
}
void Tune(Local::socket&) {}

template <typename Protocol>
class ListenerOn final : public Listener {
 public:
  explicit ListenerOn(asio::io_context& context) : acceptor_(context) {}

  error_code Open(const typename Protocol::endpoint& endpoint) {
    error_code error;
    acceptor_.open(endpoint.protocol(), error);
    if (!error) {
      acceptor_.set_option(asio::socket_base::reuse_address(true), error);
    }
    if (!error) acceptor_.bind(endpoint, error);
    if (!error) {
      acceptor_.listen(asio::socket_base::max_listen_connections, error);
    }
    return error;
  }

  void Accept(asio::io_context& target, Accepted accepted) override {
    acceptor_.async_accept(
        target,
        [accepted = std::move(accepted)](
            error_code error, typename Protocol::socket socket) mutable {
          std::string peer;
          if (!error) {
            peer = PeerOf(socket);
            Tune(socket);
          }
          accepted(error, Socket(std::move(socket)), std::move(peer));
        });
  }

  void Close() override {
    error_code ignored;
    acceptor_.close(ignored);
  }

  uint16_t port() const override {
    if constexpr (std::is_same_v<Protocol, tcp>) {
      error_code error;
      return acceptor_.local_endpoint(error).port();
    } else {
      return 0;
    }
  }

 private:
  typename Protocol::acceptor acceptor_;
};

template <typename Protocol>
absl::StatusOr<std::unique_ptr<Listener>> BindTo(
    asio::io_context& context, const std::string& address,
    const typename Protocol::endpoint& endpoint) {
  auto listener = std::make_unique<ListenerOn<Protocol>>(context);
  if (const error_code error = listener->Open(endpoint)) {
    return CannotListen(address, error);
  }
  return listener;
}

}  // namespace

absl::StatusOr<std::unique_ptr<Listener>> Listener::Bind(
    asio::io_context& context, const std::string& address) {
  constexpr char kUnixPrefix[] = "unix:";
  if (address.rfind(kUnixPrefix, 0) == 0) {
    const std::string path = address.substr(sizeof(kUnixPrefix) - 1);
    // A socket file nobody listens on any more is in the way of a restart.
    Local::socket probe(context);
    error_code error;
    probe.connect(Local::endpoint(path), error);
    if (error == asio::error::connection_refused) unlink(path.c_str());
    return BindTo<Local>(context, address, Local::endpoint(path));
  }
  const size_t colon = address.rfind(':');
  if (colon == std::string::npos) {
    return base::ErrorWithText(
        base::Reason::kInvalidArgument,
        "cannot listen on " + address + ": not host:port or unix:PATH");
  }
  std::string host = address.substr(0, colon);
  if (host.size() > 2 && host.front() == '[' && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  }
  error_code error;
  tcp::resolver resolver(context);
  const auto found = resolver.resolve(host, address.substr(colon + 1),
                                      tcp::resolver::passive, error);
  if (error) return CannotListen(address, error);
  return BindTo<tcp>(context, address, found.begin()->endpoint());
}

}  // namespace rollbook::gateway::http
