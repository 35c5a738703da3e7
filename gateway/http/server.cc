#include "gateway/http/server.h"

#include <algorithm>
#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <thread>
#include <unordered_map>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "base/error.h"
#include "base/mutex.h"
#include "base/status_macros.h"
#include "gateway/http/connection.h"
#include "gateway/http/listener.h"
#include "gateway/http/tls.h"

namespace rollbook::gateway::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;

// After a failed accept (out of descriptors, mostly): do not spin.
constexpr std::chrono::milliseconds kAcceptPause{50};

// The connections that are open. Outlives the server where a handler still
// holds on to a connection.
class OpenConnections {
 public:
  uint64_t Add(std::weak_ptr<Connection> connection) {
    base::MutexLock lock(mutex_);
    open_.emplace(++last_id_, std::move(connection));
    return last_id_;
  }
  void Remove(uint64_t id) {
    base::MutexLock lock(mutex_);
    open_.erase(id);
    changed_.NotifyAll();
  }
  std::vector<std::shared_ptr<Connection>> All() {
    base::MutexLock lock(mutex_);
    std::vector<std::shared_ptr<Connection>> all;
    for (auto& [id, weak] : open_) {
      if (auto connection = weak.lock()) all.push_back(std::move(connection));
    }
    return all;
  }
  bool AwaitNone(absl::Time deadline) {
    base::MutexLock lock(mutex_);
    while (!open_.empty()) {
      const absl::Duration left = deadline - absl::Now();
      if (left <= absl::ZeroDuration()) return false;
      changed_.WaitFor(mutex_, left);
    }
    return true;
  }

 private:
  base::Mutex mutex_;
  base::CondVar changed_;
  uint64_t last_id_ ABSL_GUARDED_BY(mutex_) = 0;
  std::unordered_map<uint64_t, std::weak_ptr<Connection>> open_
      ABSL_GUARDED_BY(mutex_);
};

// A thread with an io_context of its own: what lives on it needs no lock.
struct IoThread {
  // Held by the thread's connections as well.
  std::shared_ptr<asio::io_context> context =
      std::make_shared<asio::io_context>(1);
  asio::executor_work_guard<asio::io_context::executor_type> work =
      asio::make_work_guard(*context);
  std::thread thread;
};

class HttpServerImpl final : public HttpServer {
 public:
  HttpServerImpl(const HttpServerOptions& options, HttpHandler& handler)
      : options_(std::make_shared<const HttpServerOptions>(options)),
        handler_(handler),
        threads_(std::max<size_t>(options.threads, 1)),
        retry_(*threads_[0].context) {}

  ~HttpServerImpl() override {
    Drain(absl::ZeroDuration());
    for (IoThread& io : threads_) io.context->stop();
    for (IoThread& io : threads_) {
      if (io.thread.joinable()) io.thread.join();
    }
  }

  absl::Status Listen() {
    if (!options_->tls_certificate_file.empty()) {
      RETURN_IF_ERROR(ReloadTls());
    }
    ASSIGN_OR_RETURN(listener_,
                     Listener::Bind(*threads_[0].context, options_->listen));
    Accept();
    for (IoThread& io : threads_) {
      io.thread = std::thread([context = io.context] { context->run(); });
    }
    return absl::OkStatus();
  }

  uint16_t port() const override { return listener_->port(); }

  absl::Status ReloadTls() override {
    ASSIGN_OR_RETURN(auto context, MakeTlsContext(*options_));
    base::MutexLock lock(tls_mutex_);
    tls_ = std::move(context);
    return absl::OkStatus();
  }

  void Drain(absl::Duration timeout) override {
    if (listener_ == nullptr || drained_.exchange(true)) return;
    asio::post(*threads_[0].context, [this] { listener_->Close(); });
    ForAll(&Connection::Drain);
    if (!open_->AwaitNone(absl::Now() + timeout)) ForAll(&Connection::Abort);
  }

 private:
  // Calls `action` on every connection's own thread.
  void ForAll(void (Connection::*action)()) {
    for (auto& connection : open_->All()) {
      Connection& on = *connection;
      asio::post(on.executor(), [connection = std::move(connection), action] {
        ((*connection).*action)();
      });
    }
  }

  std::shared_ptr<asio::ssl::context> tls() {
    base::MutexLock lock(tls_mutex_);
    return tls_;
  }

  void Accept() {
    IoThread& io = threads_[next_thread_++ % threads_.size()];
    listener_->Accept(
        *io.context, [this, context = io.context](
                         error_code error, Socket socket, std::string peer) {
          if (drained_) return;
          if (error) return AcceptLater();
          Serve(std::move(context), std::move(socket), std::move(peer));
          Accept();
        });
  }

  void AcceptLater() {
    retry_.expires_after(kAcceptPause);
    retry_.async_wait([this](error_code error) {
      if (!error && !drained_) Accept();
    });
  }

  void Serve(std::shared_ptr<asio::io_context> context, Socket socket,
             std::string peer) {
    const bool too_many = ++*count_ > options_->max_connections;
    ConnectionParts parts;
    parts.context = context;
    parts.options = options_;
    parts.handler = &handler_;
    parts.peer_address = std::move(peer);
    const auto id = std::make_shared<uint64_t>(0);
    parts.on_closed = [open = open_, count = count_, id] {
      --*count;
      open->Remove(*id);
    };
    auto secure = tls();
    const std::shared_ptr<Connection> connection =
        secure ? MakeTlsConnection(std::move(socket), std::move(secure),
                                   std::move(parts))
               : MakeConnection(std::move(socket), std::move(parts));
    *id = open_->Add(connection);
    asio::post(*context, [connection, too_many] {
      too_many ? connection->StartRefusing() : connection->Start();
    });
  }

  const std::shared_ptr<const HttpServerOptions> options_;
  HttpHandler& handler_;
  std::vector<IoThread> threads_;
  asio::steady_timer retry_;  // on the first thread, where accepting happens
  std::unique_ptr<Listener> listener_;
  size_t next_thread_ = 0;
  std::atomic<bool> drained_ = false;
  const std::shared_ptr<OpenConnections> open_ =
      std::make_shared<OpenConnections>();
  const std::shared_ptr<std::atomic<size_t>> count_ =
      std::make_shared<std::atomic<size_t>>(0);
  base::Mutex tls_mutex_;
  std::shared_ptr<asio::ssl::context> tls_ ABSL_GUARDED_BY(tls_mutex_);
};

}  // namespace

absl::StatusOr<std::unique_ptr<HttpServer>> HttpServer::Start(
    const HttpServerOptions& options, HttpHandler& handler) {
  auto server = std::make_unique<HttpServerImpl>(options, handler);
  RETURN_IF_ERROR(server->Listen());
  return server;
}

}  // namespace rollbook::gateway::http
