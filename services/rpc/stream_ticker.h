#ifndef ROLLBOOK_SERVICES_RPC_STREAM_TICKER_H_
#define ROLLBOOK_SERVICES_RPC_STREAM_TICKER_H_

#include <cstdint>
#include <map>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/time/time.h"
#include "base/mutex.h"

namespace rollbook::services {

inline constexpr absl::Duration kTickInterval = absl::Seconds(1);

// Tells all open streams once a second that time passes (for heartbeats), and
// once that the server drains (to end). Thread-safe.
class StreamTicker {
 public:
  enum class Tick { kTime, kDrain };
  // Must not block.
  using OnTick = absl::AnyInvocable<void(Tick)>;

  // With `own_thread` false nothing ticks by itself: a test calls TickNow().
  explicit StreamTicker(bool own_thread = true);
  ~StreamTicker();
  StreamTicker(const StreamTicker&) = delete;
  StreamTicker& operator=(const StreamTicker&) = delete;

  // A stream that comes after the drain is told so at once.
  uint64_t Register(OnTick on_tick);
  // After it returns, the callback does not run any more. Not to be called
  // from inside a callback.
  void Unregister(uint64_t id);

  void TickNow();
  void Drain();

 private:
  void Run();
  void TellAll(Tick tick) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);

  base::Mutex mutex_;
  base::CondVar wake_;
  std::map<uint64_t, OnTick> streams_ ABSL_GUARDED_BY(mutex_);
  uint64_t next_id_ ABSL_GUARDED_BY(mutex_) = 1;
  bool draining_ ABSL_GUARDED_BY(mutex_) = false;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::thread thread_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_STREAM_TICKER_H_
