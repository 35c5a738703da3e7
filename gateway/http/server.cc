#include "gateway/http/server.h"

#include <algorithm>
#include <chrono>
#include <utility>
#include <vector>

#include "base/status_macros.h"
#include "gateway/http/io_loop.h"
#include "gateway/http/listen_socket.h"
#include "gateway/http/listener.h"
#include "gateway/http/server_state.h"

namespace rollbook::gateway::http {
namespace {

// Deadlines are checked so much more often than the shortest of them passes.
constexpr int kTicksPerTimeout = 8;
constexpr absl::Duration kShortestTick = absl::Milliseconds(2);
constexpr absl::Duration kLongestTick = absl::Milliseconds(250);

std::chrono::milliseconds TickOf(const HttpServerOptions& options) {
  const absl::Duration shortest = std::min(
      {options.tls_handshake_timeout, options.header_timeout,
       options.body_timeout, options.write_timeout, options.idle_timeout});
  return absl::ToChronoMilliseconds(
      std::clamp(shortest / kTicksPerTimeout, kShortestTick, kLongestTick));
}

class LoopingServer final : public HttpServer {
 public:
  LoopingServer(const HttpServerOptions& options, HttpHandler& handler)
      : state_(std::make_shared<ServerState>(options, handler)) {
    const size_t threads = std::max<size_t>(options.threads, 1);
    for (size_t i = 0; i < threads; ++i) {
      loops_.push_back(std::make_shared<IoLoop>(TickOf(options)));
    }
  }

  ~LoopingServer() override {
    Drain(absl::ZeroDuration());
    for (const auto& loop : loops_) loop->Stop();
  }

  absl::Status Start() {
    RETURN_IF_ERROR(ReloadTls());
    ASSIGN_OR_RETURN(Acceptor acceptor,
                     Listen(state_->options.listen, loops_.front()->context()));
    port_ = PortOf(acceptor);
    std::vector<IoLoop*> loops;
    for (const auto& loop : loops_) loops.push_back(loop.get());
    listener_ = std::make_unique<Listener>(std::move(acceptor), state_,
                                           std::move(loops));
    listener_->Start();
    for (const auto& loop : loops_) loop->Start();
    return absl::OkStatus();
  }

  uint16_t port() const override { return port_; }

  absl::Status ReloadTls() override {
    return state_->tls.Load(state_->options);
  }

  void Drain(absl::Duration timeout) override {
    if (listener_ == nullptr) return;  // it never started
    if (!state_->draining.exchange(true)) listener_->Stop();
    state_->listeners.WaitUntilNone(absl::InfiniteDuration());
    PostToAll(&IoLoop::DrainMembers);
    if (state_->connections.WaitUntilNone(timeout)) return;
    PostToAll(&IoLoop::CloseMembers);
    state_->connections.WaitUntilNone(absl::InfiniteDuration());
  }

 private:
  void PostToAll(void (IoLoop::*action)()) {
    for (const auto& loop : loops_) {
      loop->Post([target = loop.get(), action] { (target->*action)(); });
    }
  }

  const std::shared_ptr<ServerState> state_;
  std::vector<std::shared_ptr<IoLoop>> loops_;
  std::unique_ptr<Listener> listener_;  // goes before the loops
  uint16_t port_ = 0;
};

}  // namespace

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(
    const HttpServerOptions& options, HttpHandler& handler) {
  auto server = std::make_unique<LoopingServer>(options, handler);
  RETURN_IF_ERROR(server->Start());
  return server;
}

}  // namespace rollbook::gateway::http
