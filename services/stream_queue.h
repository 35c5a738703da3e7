#ifndef ROLLBOOK_SERVICES_STREAM_QUEUE_H_
#define ROLLBOOK_SERVICES_STREAM_QUEUE_H_

#include <array>
#include <atomic>
#include <cstddef>
#include <list>

#include "absl/container/flat_hash_map.h"
#include "absl/functional/any_invocable.h"
#include "base/mutex.h"
#include "eventstore/types.h"

namespace rollbook::services {

// Lets the commands on one stream take turns in this process, so that they do
// not race each other to the committer. Correctness does not rest on it: the
// store's expected version does that. Thread-safe; bounded per stream and in
// all. Must outlive its turns.
class StreamQueue {
 public:
  // While it lives, its holder is the only one at work on the stream. When it
  // ends, the next in line runs on the ending thread.
  class Turn {
   public:
    Turn() = default;
    Turn(Turn&& other) noexcept;
    Turn& operator=(Turn&& other) noexcept;
    ~Turn() { End(); }
    void End();

   private:
    friend class StreamQueue;
    Turn(StreamQueue* queue, eventstore::StreamId stream);

    StreamQueue* queue_ = nullptr;
    eventstore::StreamId stream_;
  };
  // Must not block: it runs at once on the caller's thread, or later on the
  // thread that ends the turn before it.
  using Task = absl::AnyInvocable<void(Turn)>;

  static constexpr size_t kMaxWaitingPerStream = 64;
  static constexpr size_t kMaxWaiting = 16384;

  // False, and the task is dropped, when too many wait already.
  [[nodiscard]] bool Run(const eventstore::StreamId& stream, Task task);

 private:
  static constexpr size_t kShards = 64;

  struct HashStream {
    size_t operator()(const eventstore::StreamId& stream) const;
  };
  struct Shard {
    base::Mutex mutex;
    // A stream is in here while somebody has the turn.
    absl::flat_hash_map<eventstore::StreamId, std::list<Task>, HashStream> busy
        ABSL_GUARDED_BY(mutex);
  };

  Shard& ShardOf(const eventstore::StreamId& stream);
  void Next(eventstore::StreamId stream);

  std::array<Shard, kShards> shards_;
  std::atomic<size_t> waiting_{0};
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_STREAM_QUEUE_H_
