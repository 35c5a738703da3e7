#include "gateway/http/listener.h"

#include <boost/asio/error.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <chrono>
#include <utility>

#include "gateway/http/connection.h"
#include "gateway/http/connection_slot.h"
#include "gateway/http/listen_socket.h"

namespace rollbook::gateway::http {
namespace {

// Accepting fails for want of descriptors or memory: others must end first.
constexpr std::chrono::milliseconds kRetryInterval(100);

}  // namespace

Listener::Listener(Acceptor acceptor, std::shared_ptr<ServerState> state,
                   std::vector<IoLoop*> loops)
    : acceptor_(std::move(acceptor)),
      retry_timer_(loops.front()->context()),
      state_(std::move(state)),
      loops_(std::move(loops)) {}

void Listener::Start() {
  state_->listeners.Enter();
  loops_.front()->Post([this] { Accept(); });
}

void Listener::Stop() {
  loops_.front()->Post([this] {
    ErrorCode ignored;
    acceptor_.close(ignored);
    retry_timer_.cancel();
    RemoveSocketFile(state_->options.listen);
  });
}

void Listener::Accept() {
  // Only now is it over: an operation that never ended would keep a socket of
  // another loop, and could outlive that loop.
  if (!acceptor_.is_open()) return state_->listeners.Leave();
  IoLoop& loop = *loops_[next_loop_++ % loops_.size()];
  acceptor_.async_accept(loop.context(), [this, &loop](const ErrorCode& error,
                                                       PlainStream socket) {
    OnAccept(error, std::move(socket), loop);
  });
}

void Listener::OnAccept(const ErrorCode& error, PlainStream socket,
                        IoLoop& loop) {
  if (error && error != asio::error::connection_aborted &&
      acceptor_.is_open()) {
    return RetryLater();
  }
  if (!error) {
    auto slot = ConnectionSlot::Take(state_, PeerAddress(socket));
    if (slot) {
      ErrorCode ignored;  // a Unix socket has no such option
      socket.set_option(asio::ip::tcp::no_delay(true), ignored);
      loop.Post([&loop, own = *std::move(slot),
                 accepted = std::move(socket)]() mutable {
        StartConnection(std::move(accepted), loop, std::move(own));
      });
    }
  }
  Accept();
}

void Listener::RetryLater() {
  retry_timer_.expires_after(kRetryInterval);
  retry_timer_.async_wait([this](const ErrorCode&) { Accept(); });
}

}  // namespace rollbook::gateway::http
