#include "gateway/http/connection.h"

#include <array>
#include <boost/asio/dispatch.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/write.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "base/clock.h"
#include "gateway/http/answer_writer.h"
#include "gateway/http/request_reader.h"

namespace rollbook::gateway::http {
namespace {

constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";

// How long a client may take to read its last answer and to close.
constexpr absl::Duration kLingerTime = absl::Seconds(2);

constexpr size_t kDiscardBytes = 16 << 10;

RequestLimits LimitsOf(const HttpServerOptions& options) {
  return {{options.max_header_bytes, options.max_header_fields,
           options.max_target_bytes},
          options.max_body_bytes};
}

template <typename Stream>
class Connection final
    : public LoopMember,
      public std::enable_shared_from_this<Connection<Stream>> {
 public:
  Connection(Stream stream, std::shared_ptr<Tls::Context> tls, IoLoop& loop,
             ConnectionSlot slot)
      : tls_(std::move(tls)),
        stream_(std::move(stream)),
        loop_(loop),
        state_(slot.state()),
        peer_address_(slot.peer_address()),
        slot_(std::move(slot)),
        reader_(LimitsOf(state_->options)) {}

  void Start();
  void CheckDeadline(SteadyTime now) override;
  void Drain() override;
  void Close() override;

 private:
  enum class Phase {
    kHandshake,
    kIdle,  // between requests: no byte of the next one has arrived
    kHead,
    kBody,
    kHandling,  // the handler has the request; it has deadlines of its own
    kWriting,
    kLingering,
    kClosed,
  };
  static constexpr bool kTls = std::is_same_v<Stream, TlsStream>;
  using ConnectionPtr = std::shared_ptr<Connection>;

  ConnectionPtr Self() { return this->shared_from_this(); }
  PlainStream& Socket() {
    if constexpr (kTls) {
      return stream_.next_layer();
    } else {
      return stream_;
    }
  }
  const HttpServerOptions& options() const { return state_->options; }

  void Enter(Phase phase, absl::Duration time_allowed);
  void AwaitRequest(absl::Duration time_allowed);
  // Not even in the kernel's buffer. (What is still on its way when an idle
  // connection is closed, the client has to send again elsewhere.)
  bool NothingHasArrived();
  void Read();
  void OnRead(const ErrorCode& error, size_t bytes);
  void Advance();
  void SendContinue();
  void HandOver();
  Respond MakeRespond();
  void OnResponse(uint64_t request, const HttpResponse& response);
  void HoldBack(const HttpResponse& response, const AnswerForm& form);
  void Refuse(Refusal refusal);
  void Write(const HttpResponse& response, const AnswerForm& form);
  void OnWritten(const ErrorCode& error, bool keep_alive);
  void Linger();
  void Discard();
  void FillIn(RequestHead& head) const;

  const std::shared_ptr<Tls::Context> tls_;
  Stream stream_;
  IoLoop& loop_;
  const std::shared_ptr<ServerState> state_;
  const std::string peer_address_;
  std::optional<ConnectionSlot> slot_;  // until it is closed
  RequestReader reader_;
  Phase phase_ = Phase::kHandshake;
  SteadyTime deadline_ = SteadyTime::max();
  // The request did not come in time: to be said as soon as the read that is
  // under way has ended.
  bool timed_out_ = false;
  uint64_t requests_ = 0;
  absl::Time request_start_;
  AnswerForm form_;  // of the request that is being handled
  std::unique_ptr<asio::steady_timer> hold_back_;
  std::string answer_;
};

template <typename Stream>
void Connection<Stream>::Start() {
  if constexpr (kTls) {
    Enter(Phase::kHandshake, options().tls_handshake_timeout);
    stream_.async_handshake(
        TlsStream::server, [self = Self()](const ErrorCode& error) {
          if (self->phase_ == Phase::kClosed) return;
          if (error) return self->Close();
          self->AwaitRequest(self->options().header_timeout);
        });
  } else {
    AwaitRequest(options().header_timeout);
  }
}

template <typename Stream>
void Connection<Stream>::CheckDeadline(SteadyTime now) {
  if (now < deadline_) return;
  switch (phase_) {
    case Phase::kHead:
    case Phase::kBody:
      timed_out_ = true;
      deadline_ = SteadyTime::max();
      {
        ErrorCode ignored;
        Socket().cancel(ignored);
      }
      break;
    default:
      Close();
  }
}

template <typename Stream>
void Connection<Stream>::Drain() {
  if (phase_ == Phase::kIdle && NothingHasArrived()) Close();
  // What is held back is said now.
  if (phase_ == Phase::kHandling && hold_back_ != nullptr) {
    hold_back_->cancel();
  }
}

template <typename Stream>
void Connection<Stream>::Close() {
  if (phase_ == Phase::kClosed) return;
  Enter(Phase::kClosed, absl::InfiniteDuration());
  ErrorCode ignored;
  Socket().close(ignored);
  slot_.reset();
  loop_.Remove(Self());
}

template <typename Stream>
void Connection<Stream>::Enter(Phase phase, absl::Duration time_allowed) {
  phase_ = phase;
  deadline_ = time_allowed == absl::InfiniteDuration()
                  ? SteadyTime::max()
                  : std::chrono::steady_clock::now() +
                        absl::ToChronoNanoseconds(time_allowed);
}

template <typename Stream>
void Connection<Stream>::AwaitRequest(absl::Duration time_allowed) {
  if (slot_->overload()) return Refuse(Refusal::kOverloaded);
  if (!reader_.idle()) {
    request_start_ = base::SystemClock().Now();
    Enter(Phase::kHead, options().header_timeout);
    return Advance();
  }
  if (state_->draining && NothingHasArrived()) return Close();
  Enter(Phase::kIdle, time_allowed);
  Read();
}

template <typename Stream>
bool Connection<Stream>::NothingHasArrived() {
  ErrorCode error;
  return Socket().available(error) == 0 || error;
}

template <typename Stream>
void Connection<Stream>::Read() {
  stream_.async_read_some(
      reader_.Prepare(), [self = Self()](const ErrorCode& error, size_t bytes) {
        self->OnRead(error, bytes);
      });
}

template <typename Stream>
void Connection<Stream>::OnRead(const ErrorCode& error, size_t bytes) {
  if (phase_ == Phase::kClosed) return;
  if (timed_out_) return Refuse(Refusal::kTimeout);
  if (error) return Close();
  reader_.Commit(bytes);
  if (phase_ == Phase::kIdle) {
    request_start_ = base::SystemClock().Now();
    Enter(Phase::kHead, options().header_timeout);
  }
  Advance();
}

template <typename Stream>
void Connection<Stream>::Advance() {
  const RequestReader::Progress progress = reader_.Advance();
  if (progress == RequestReader::Progress::kComplete) return HandOver();
  if (progress == RequestReader::Progress::kRefused) {
    return Refuse(reader_.refusal());
  }
  if (phase_ == Phase::kHead && reader_.in_body()) {
    Enter(Phase::kBody, options().body_timeout);
  }
  if (progress == RequestReader::Progress::kNeedsContinue) {
    return SendContinue();
  }
  Read();
}

template <typename Stream>
void Connection<Stream>::SendContinue() {
  asio::async_write(stream_, asio::buffer(kContinue),
                    [self = Self()](const ErrorCode& error, size_t) {
                      if (self->phase_ == Phase::kClosed) return;
                      if (self->timed_out_) {
                        return self->Refuse(Refusal::kTimeout);
                      }
                      if (error) return self->Close();
                      self->Read();
                    });
}

template <typename Stream>
void Connection<Stream>::HandOver() {
  ++requests_;
  Enter(Phase::kHandling, absl::InfiniteDuration());
  const bool keep_alive = reader_.framing().keep_alive &&
                          requests_ < options().max_requests_per_connection;
  HttpRequest request = reader_.Take();
  FillIn(request);
  form_ = {keep_alive, request.minor_version, request.method == "HEAD"};
  state_->handler.Handle(std::move(request), MakeRespond());
}

template <typename Stream>
Respond Connection<Stream>::MakeRespond() {
  return [loop = loop_.shared_from_this(), connection = this->weak_from_this(),
          request = requests_](HttpResponse response) {
    asio::dispatch(loop->context(),
                   [connection, request, answer = std::move(response)] {
                     const ConnectionPtr self = connection.lock();
                     if (self != nullptr) self->OnResponse(request, answer);
                   });
  };
}

template <typename Stream>
void Connection<Stream>::OnResponse(uint64_t request,
                                    const HttpResponse& response) {
  if (phase_ != Phase::kHandling || request != requests_) return;
  AnswerForm form = form_;
  form.keep_alive = form.keep_alive && !state_->draining;
  if (response.hold_back > absl::ZeroDuration() && !state_->draining) {
    return HoldBack(response, form);
  }
  Write(response, form);
}

template <typename Stream>
void Connection<Stream>::HoldBack(const HttpResponse& response,
                                  const AnswerForm& form) {
  hold_back_ = std::make_unique<asio::steady_timer>(
      loop_.context(), absl::ToChronoMilliseconds(response.hold_back));
  hold_back_->async_wait(
      [self = Self(), response, form = form](const ErrorCode&) mutable {
        if (self->phase_ != Phase::kHandling) return;
        form.keep_alive = form.keep_alive && !self->state_->draining;
        self->Write(response, form);
      });
}

template <typename Stream>
void Connection<Stream>::Refuse(Refusal refusal) {
  timed_out_ = false;
  RequestHead& head = reader_.head();
  FillIn(head);
  Write(state_->handler.Refuse(head, refusal),
        {false, head.minor_version, head.method == "HEAD"});
}

template <typename Stream>
void Connection<Stream>::Write(const HttpResponse& response,
                               const AnswerForm& form) {
  WriteAnswer(response, form, loop_.Date(), answer_);
  Enter(Phase::kWriting, options().write_timeout);
  asio::async_write(stream_, asio::buffer(answer_),
                    [self = Self(), keep_alive = form.keep_alive](
                        const ErrorCode& error, size_t) {
                      self->OnWritten(error, keep_alive);
                    });
}

template <typename Stream>
void Connection<Stream>::OnWritten(const ErrorCode& error, bool keep_alive) {
  if (phase_ == Phase::kClosed) return;
  if (error) return Close();
  if (!keep_alive) return Linger();
  AwaitRequest(options().idle_timeout);
}

template <typename Stream>
void Connection<Stream>::Linger() {
  Enter(Phase::kLingering, kLingerTime);
  if constexpr (kTls) {
    // Ends with an error when the client, too, was still sending; the
    // close_notify has gone out by then.
    stream_.async_shutdown([self = Self()](const ErrorCode&) {
      if (self->phase_ == Phase::kClosed) return;
      self->Discard();
    });
  } else {
    Discard();
  }
}

template <typename Stream>
void Connection<Stream>::Discard() {
  ErrorCode ignored;
  Socket().shutdown(asio::socket_base::shutdown_send, ignored);
  // Nobody ever reads what lands here.
  thread_local std::array<char, kDiscardBytes> rubbish;
  Socket().async_read_some(asio::buffer(rubbish),
                           [self = Self()](const ErrorCode& error, size_t) {
                             if (self->phase_ == Phase::kClosed) return;
                             if (error) return self->Close();
                             self->Discard();
                           });
}

template <typename Stream>
void Connection<Stream>::FillIn(RequestHead& head) const {
  head.peer_address = peer_address_;
  head.tls = kTls;
  head.start_time = request_start_;
}

template <typename Stream>
void Launch(Stream stream, std::shared_ptr<Tls::Context> tls, IoLoop& loop,
            ConnectionSlot slot) {
  auto connection = std::make_shared<Connection<Stream>>(
      std::move(stream), std::move(tls), loop, std::move(slot));
  loop.Add(connection);
  connection->Start();
}

}  // namespace

void StartConnection(PlainStream socket, IoLoop& loop, ConnectionSlot slot) {
  if (auto tls = slot.state()->tls.context()) {
    TlsStream stream(std::move(socket), *tls);
    return Launch(std::move(stream), std::move(tls), loop, std::move(slot));
  }
  Launch(std::move(socket), nullptr, loop, std::move(slot));
}

}  // namespace rollbook::gateway::http
