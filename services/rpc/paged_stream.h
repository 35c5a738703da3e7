#ifndef ROLLBOOK_SERVICES_RPC_PAGED_STREAM_H_
#define ROLLBOOK_SERVICES_RPC_PAGED_STREAM_H_

#include <grpcpp/support/server_callback.h>

#include <cstdint>
#include <memory>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/error.h"
#include "base/mutex.h"
#include "base/worker_pool.h"
#include "services/rpc/front_desk.h"
#include "services/rpc/stream_ticker.h"

namespace rollbook::services {

// A stream that waits says that it lives at least this often; together with a
// tick it stays below the five seconds that the contracts promise.
inline constexpr absl::Duration kHeartbeatAfter = absl::Milliseconds(3500);

// What all server streams share. All must outlive the server.
struct StreamHost {
  FrontDesk* desk = nullptr;
  base::WorkerPool* workers = nullptr;
  StreamTicker* ticker = nullptr;
  const base::Clock* clock = nullptr;
};

enum class PageStep {
  kWrite,      // send the message, then ask for the next one
  kWriteLast,  // send the message and end the stream
  kWait,       // nothing now: WaitForMore, then ask again
  kEnd,        // end the stream
};

// Where the messages of one server stream come from. PagedStream calls it from
// one thread at a time, except StopWaiting.
template <typename Response>
class PageSource {
 public:
  virtual ~PageSource() = default;

  // Fills the (cleared) response with the next message. On a worker: may
  // block. An error ends the stream.
  virtual absl::StatusOr<PageStep> Next(Response& response) = 0;

  // After kWait: calls `wake` once when Next is worth asking again; at once
  // when it already is.
  virtual void WaitForMore(absl::AnyInvocable<void()> wake) = 0;

  // Ends a wait; after it returns, `wake` does not run any more. May come when
  // there is none, twice, and from any thread but that of `wake`.
  virtual void StopWaiting() = 0;

  // A sign of life while waiting. Must not block. An error ends the stream.
  virtual absl::Status FillHeartbeat(Response& response) = 0;
};

// Streams what a PageSource has. Flow control: the next message is made only
// after the previous one was written, so a slow client costs one message of
// memory. Reads run on the worker pool. Ends cleanly on cancellation and on
// drain.
template <typename Response>
class PagedStream final
    : public grpc::ServerWriteReactor<Response>,
      public std::enable_shared_from_this<PagedStream<Response>> {
 public:
  // The stream owns itself until gRPC is done with it.
  static grpc::ServerWriteReactor<Response>* Start(
      const StreamHost& host, const FrontDesk::Visit& visit,
      std::unique_ptr<PageSource<Response>> source) {
    auto stream = std::make_shared<PagedStream>(host, visit);
    stream->self_ = stream;
    stream->source_ = std::move(source);
    stream->Begin();
    return stream.get();
  }

  // A stream that only says no.
  static grpc::ServerWriteReactor<Response>* Refuse(
      const StreamHost& host, const FrontDesk::Visit& visit,
      const absl::Status& status) {
    auto stream = std::make_shared<PagedStream>(host, visit);
    stream->self_ = stream;
    base::MutexLock lock(stream->mutex_);
    stream->End(status);
    return stream.get();
  }

  PagedStream(const StreamHost& host, const FrontDesk::Visit& visit)
      : host_(host), visit_(visit) {}

  void OnWriteDone(bool ok) override {
    base::MutexLock lock(mutex_);
    if (!ok && stop_.ok()) stop_ = absl::CancelledError();
    if (!stop_.ok() || last_) {
      End(stop_);
    } else if (state_ == State::kWriting || woken_) {
      Read();
    } else {
      state_ = State::kWaiting;
    }
  }

  void OnCancel() override { Stop(absl::CancelledError()); }

  void OnDone() override {
    if (ticker_id_ != 0) host_.ticker->Unregister(ticker_id_);
    if (source_ != nullptr) source_->StopWaiting();
    // Here, and not wherever the last reference happens to be dropped: a
    // source's end may wait for what calls Wake.
    source_.reset();
    self_.reset();
  }

 private:
  enum class State {
    kReading,  // a worker is in Next
    kWriting,
    kArming,  // a worker is in WaitForMore
    kWaiting,
    kWritingHeartbeat,
    kEnded,
  };

  void Begin() {
    {
      base::MutexLock lock(mutex_);
      last_write_ = host_.clock->SinceBoot();
    }
    ticker_id_ = host_.ticker->Register(
        [this](StreamTicker::Tick tick) { OnTick(tick); });
    base::MutexLock lock(mutex_);
    if (stop_.ok()) {
      Read();
    } else {
      End(stop_);
    }
  }

  // gRPC's operations never run a reaction on the calling thread, so they may
  // be started under the lock; that way none starts after Finish.
  void Read() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    state_ = State::kReading;
    woken_ = false;
    if (!host_.workers->TrySubmit(
            [self = this->shared_from_this()] { self->ReadPage(); })) {
      End(base::Error(base::Reason::kOverloaded));
    }
  }

  void ReadPage() {
    message_.Clear();
    const absl::StatusOr<PageStep> step = source_->Next(message_);
    {
      base::MutexLock lock(mutex_);
      Advance(step);
      if (state_ != State::kArming) return;
    }
    source_->WaitForMore([self = this->shared_from_this()] { self->Wake(); });
    base::MutexLock lock(mutex_);
    if (!stop_.ok()) {
      End(stop_);
    } else if (woken_) {
      Read();
    } else {
      state_ = State::kWaiting;
    }
  }

  void Advance(const absl::StatusOr<PageStep>& step)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (!stop_.ok()) return End(stop_);
    if (!step.ok()) return End(step.status());
    switch (*step) {
      case PageStep::kWriteLast:
        last_ = true;
        [[fallthrough]];
      case PageStep::kWrite:
        return Write(State::kWriting);
      case PageStep::kWait:
        state_ = State::kArming;
        return;
      case PageStep::kEnd:
        return End(absl::OkStatus());
    }
  }

  void Wake() {
    base::MutexLock lock(mutex_);
    if (state_ == State::kWaiting) {
      Read();
    } else {
      woken_ = true;
    }
  }

  void OnTick(StreamTicker::Tick tick) {
    if (tick == StreamTicker::Tick::kDrain) {
      Stop(base::Error(base::Reason::kShuttingDown));
      return;
    }
    base::MutexLock lock(mutex_);
    if (state_ != State::kWaiting) return;
    if (host_.clock->SinceBoot() - last_write_ < kHeartbeatAfter) return;
    message_.Clear();
    if (absl::Status status = source_->FillHeartbeat(message_); !status.ok()) {
      End(status);
      return;
    }
    Write(State::kWritingHeartbeat);
  }

  void Write(State state) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    state_ = state;
    last_write_ = host_.clock->SinceBoot();
    this->StartWrite(&message_);
  }

  void Stop(const absl::Status& why) {
    base::MutexLock lock(mutex_);
    if (!stop_.ok() || state_ == State::kEnded) return;
    stop_ = why;
    if (state_ == State::kWaiting) End(stop_);
  }

  void End(const absl::Status& status) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    state_ = State::kEnded;
    this->Finish(host_.desk->EndStream(visit_, status));
  }

  const StreamHost host_;
  const FrontDesk::Visit visit_;
  std::shared_ptr<PagedStream> self_;
  std::unique_ptr<PageSource<Response>> source_;
  uint64_t ticker_id_ = 0;
  // Belongs to the worker while reading, to gRPC while writing.
  Response message_;

  base::Mutex mutex_;
  State state_ ABSL_GUARDED_BY(mutex_) = State::kReading;
  bool last_ ABSL_GUARDED_BY(mutex_) = false;
  // What WaitForMore was waiting for came while arming or in a heartbeat.
  bool woken_ ABSL_GUARDED_BY(mutex_) = false;
  absl::Status stop_ ABSL_GUARDED_BY(mutex_);
  absl::Duration last_write_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_PAGED_STREAM_H_
