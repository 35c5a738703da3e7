#include "gateway/http/connection.h"

#include <boost/asio/dispatch.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <chrono>
#include <optional>
#include <string_view>
#include <type_traits>
#include <utility>

#include "absl/time/clock.h"
#include "gateway/http/body_reader.h"
#include "gateway/http/framing_guard.h"
#include "gateway/http/response_text.h"

namespace rollbook::gateway::http {
namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using SteadyClock = std::chrono::steady_clock;
using TlsStream = asio::ssl::stream<Socket>;

constexpr size_t kReadBytes = 8 * 1024;
// After a refusal the client may still be sending: read on for a little, or
// the reset that follows a close could eat the answer.
constexpr absl::Duration kLingerTime = absl::Seconds(1);
constexpr size_t kLingerBytes = 256 * 1024;
constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// The life of a connection:
//
//   handshake (TLS) -> head -> [100] -> body -> handler -> answer -> head ...
//                        \________ refusal -> answer -> linger -> closed
//
// One deadline covers the phase the connection is in. One timer serves all
// phases: it sleeps to a deadline and, when that has moved on, sleeps again,
// so that a request does not pay for setting timers.
template <typename Stream>
class ConnectionOn final
    : public Connection,
      public std::enable_shared_from_this<ConnectionOn<Stream>> {
 public:
  template <typename... StreamArgs>
  ConnectionOn(ConnectionParts parts, std::shared_ptr<asio::ssl::context> tls,
               StreamArgs&&... args)
      : context_(std::move(parts.context)),
        options_holder_(std::move(parts.options)),
        options_(*options_holder_),
        handler_(*parts.handler),
        peer_address_(std::move(parts.peer_address)),
        on_closed_(std::move(parts.on_closed)),
        tls_(std::move(tls)),
        stream_(std::forward<StreamArgs>(args)...),
        timer_(stream_.get_executor()) {}

  ~ConnectionOn() override {
    if (on_closed_) on_closed_();
  }

  void Start() override {
    WatchDeadline();
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      SetDeadline(Phase::kHandshake, options_.tls_handshake_timeout);
      stream_.async_handshake(TlsStream::server,
                              [self = Self()](error_code error) {
                                if (error) return self->Close();
                                self->AwaitRequest();
                              });
    } else {
      AwaitRequest();
    }
  }

  void StartRefusing() override {
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      Close();
    } else {
      WatchDeadline();
      Refuse(Refusal::kOverloaded);
    }
  }

  void Drain() override {
    draining_ = true;
    if (phase_ == Phase::kIdle) Close();
  }

  void Abort() override { Close(); }

  asio::io_context& executor() override { return *context_; }

 private:
  enum class Phase {
    kHandshake,
    kIdle,
    kHead,
    kBody,
    kHandler,
    kAnswer,
    kLinger
  };

  std::shared_ptr<ConnectionOn> Self() { return this->shared_from_this(); }

  Socket& socket() {
    if constexpr (std::is_same_v<Stream, TlsStream>) {
      return stream_.next_layer();
    } else {
      return stream_;
    }
  }

  void SetDeadline(Phase phase, absl::Duration timeout) {
    phase_ = phase;
    deadline_ = SteadyClock::now() + absl::ToChronoMicroseconds(timeout);
    if (deadline_ < timer_.expiry()) timer_.cancel();
  }

  void WatchDeadline() {
    timer_.expires_at(deadline_);
    timer_.async_wait([weak = this->weak_from_this()](error_code) {
      const auto self = weak.lock();
      if (!self || self->closed_) return;
      if (self->phase_ != Phase::kHandler &&
          SteadyClock::now() >= self->deadline_) {
        self->OnDeadline();
        if (self->closed_) return;
      }
      if (self->phase_ == Phase::kHandler) {
        // The backend's own deadline bounds this phase.
        self->deadline_ = SteadyClock::now() + std::chrono::seconds(1);
      }
      self->WatchDeadline();
    });
  }

  void OnDeadline() {
    if (phase_ == Phase::kHead || phase_ == Phase::kBody) {
      Refuse(Refusal::kTimeout);
    } else {
      Close();
    }
  }

  std::string_view Received() const {
    return {static_cast<const char*>(buffer_.data().data()), buffer_.size()};
  }

  void AwaitRequest() {
    if (draining_) return Close();
    head_ = RequestHead();
    body_.reset();
    SetDeadline(Phase::kIdle, options_.idle_timeout);
    OnHeadBytes();
  }

  // `next` runs when something has arrived; the end of the stream, and every
  // error, is the end of the connection.
  void Read(void (ConnectionOn::*next)()) {
    stream_.async_read_some(
        buffer_.prepare(kReadBytes),
        [self = Self(), next](error_code error, size_t size) {
          self->buffer_.commit(size);
          if (self->closed_ || self->phase_ >= Phase::kHandler) return;
          if (error) return self->Close();
          ((*self).*next)();
        });
  }

  void OnHeadBytes() {
    if (phase_ == Phase::kIdle && buffer_.size() > 0) {
      head_.start_time = absl::Now();
      SetDeadline(Phase::kHead, options_.header_timeout);
    }
    // RFC 9112 section 2.2: an empty line before a request is ignored.
    if (Received().substr(0, 2) == "\r\n") buffer_.consume(2);
    const HeadScan scan = ScanHead(Received(), options_.max_header_bytes);
    if (scan.state == HeadScan::State::kIncomplete) {
      return Read(&ConnectionOn::OnHeadBytes);
    }
    if (scan.state == HeadScan::State::kRefused) {
      return Refuse(Refusal::kBadFraming);
    }
    OnHead(Received().substr(0, scan.size));
  }

  void OnHead(std::string_view raw) {
    const HeadLimits limits{options_.max_header_bytes,
                            options_.max_header_fields,
                            options_.max_target_bytes};
    const auto framing = GuardHead(raw, limits, head_);
    if (!framing) return Refuse(Refusal::kBadFraming);
    if (framing->content_length > options_.max_body_bytes) {
      return Refuse(Refusal::kPayloadTooLarge);
    }
    keep_alive_ = framing->keep_alive &&
                  ++requests_ < options_.max_requests_per_connection;
    body_.emplace(options_.max_header_bytes, options_.max_body_bytes,
                  head_.headers.fields().size());
    SetDeadline(Phase::kBody, options_.body_timeout);
    const bool body_is_here = buffer_.size() > raw.size();
    if (framing->expects_continue && framing->has_body() && !body_is_here) {
      return WriteContinue();
    }
    OnBodyBytes();
  }

  void WriteContinue() {
    asio::async_write(stream_, asio::buffer(kContinue),
                      [self = Self()](error_code error, size_t) {
                        if (self->phase_ != Phase::kBody) return;
                        if (error) return self->Close();
                        self->OnBodyBytes();
                      });
  }

  void OnBodyBytes() {
    const BodyReader::Progress progress = body_->Feed(Received());
    buffer_.consume(progress.consumed);
    switch (progress.state) {
      case BodyReader::Progress::State::kNeedMore:
        return Read(&ConnectionOn::OnBodyBytes);
      case BodyReader::Progress::State::kRefused:
        return Refuse(progress.refusal);
      case BodyReader::Progress::State::kDone:
        return Handle();
    }
  }

  void Handle() {
    phase_ = Phase::kHandler;
    is_head_ = head_.method == "HEAD";
    HttpRequest request{std::move(head_), body_->TakeBody()};
    request.peer_address = peer_address_;
    request.tls = std::is_same_v<Stream, TlsStream>;
    handler_.Handle(std::move(request),
                    [self = Self()](HttpResponse response) mutable {
                      asio::io_context& context = *self->context_;
                      asio::dispatch(context, [self = std::move(self),
                                               response = std::move(response)] {
                        self->Answer(response);
                      });
                    });
  }

  void Answer(const HttpResponse& response) {
    if (closed_) return;
    keep_alive_ = keep_alive_ && !draining_;
    Write(ResponseText(response, {keep_alive_, is_head_}),
          keep_alive_ ? &ConnectionOn::AwaitRequest : &ConnectionOn::Linger);
  }

  void Refuse(Refusal refusal) {
    head_.peer_address = peer_address_;
    keep_alive_ = false;
    Write(ResponseText(handler_.Refuse(head_, refusal),
                       {false, head_.method == "HEAD"}),
          &ConnectionOn::Linger);
  }

  void Write(std::string text, void (ConnectionOn::*next)()) {
    SetDeadline(Phase::kAnswer, options_.write_timeout);
    out_ = std::move(text);
    asio::async_write(stream_, asio::buffer(out_),
                      [self = Self(), next](error_code error, size_t) {
                        if (self->closed_) return;
                        if (error) return self->Close();
                        ((*self).*next)();
                      });
  }

  // Ends the sending side and reads what is still under way, so that the
  // client gets the answer rather than a reset.
  void Linger() {
    SetDeadline(Phase::kLinger, kLingerTime);
    error_code ignored;
    socket().shutdown(Socket::shutdown_send, ignored);
    buffer_.clear();
    ReadLingering();
  }

  void ReadLingering() {
    // A read of the refused phase may still be under way: the socket's own
    // read serves both, below TLS, because nothing is decrypted any more.
    socket().async_read_some(asio::buffer(discarded_),
                             [self = Self()](error_code error, size_t size) {
                               if (self->closed_) return;
                               self->lingered_ += size;
                               if (error || self->lingered_ > kLingerBytes)
                                 return self->Close();
                               self->ReadLingering();
                             });
  }

  void Close() {
    if (closed_) return;
    closed_ = true;
    timer_.cancel();
    error_code ignored;
    socket().close(ignored);
  }

  const std::shared_ptr<asio::io_context> context_;
  const std::shared_ptr<const HttpServerOptions> options_holder_;
  const HttpServerOptions& options_;
  HttpHandler& handler_;
  const std::string peer_address_;
  absl::AnyInvocable<void()> on_closed_;
  const std::shared_ptr<asio::ssl::context> tls_;  // keeps a reloaded one alive
  Stream stream_;
  asio::steady_timer timer_;
  SteadyClock::time_point deadline_ = SteadyClock::now();
  Phase phase_ = Phase::kIdle;
  boost::beast::flat_buffer buffer_;
  RequestHead head_;
  std::optional<BodyReader> body_;
  std::string out_;
  char discarded_[1024];
  size_t lingered_ = 0;
  size_t requests_ = 0;
  bool keep_alive_ = true;
  bool is_head_ = false;
  bool draining_ = false;
  bool closed_ = false;
};

}  // namespace

std::shared_ptr<Connection> MakeConnection(Socket socket,
                                           ConnectionParts parts) {
  return std::make_shared<ConnectionOn<Socket>>(std::move(parts), nullptr,
                                                std::move(socket));
}

std::shared_ptr<Connection> MakeTlsConnection(
    Socket socket, std::shared_ptr<asio::ssl::context> tls,
    ConnectionParts parts) {
  asio::ssl::context& context = *tls;
  return std::make_shared<ConnectionOn<TlsStream>>(
      std::move(parts), std::move(tls), std::move(socket), context);
}

}  // namespace rollbook::gateway::http
