#include "services/stream_queue.h"

#include <utility>

#include "absl/hash/hash.h"

namespace rollbook::services {

using eventstore::StreamId;

StreamQueue::Turn::Turn(StreamQueue* queue, StreamId stream)
    : queue_(queue), stream_(std::move(stream)) {}

StreamQueue::Turn::Turn(Turn&& other) noexcept
    : queue_(std::exchange(other.queue_, nullptr)),
      stream_(std::move(other.stream_)) {}

StreamQueue::Turn& StreamQueue::Turn::operator=(Turn&& other) noexcept {
  if (this != &other) {
    End();
    queue_ = std::exchange(other.queue_, nullptr);
    stream_ = std::move(other.stream_);
  }
  return *this;
}

void StreamQueue::Turn::End() {
  StreamQueue* const queue = std::exchange(queue_, nullptr);
  if (queue != nullptr) queue->Next(std::move(stream_));
}

size_t StreamQueue::HashStream::operator()(const StreamId& stream) const {
  return absl::HashOf(stream.tenant.value, stream.id);
}

StreamQueue::Shard& StreamQueue::ShardOf(const StreamId& stream) {
  // Other bits than the hash map's own, which uses the low ones.
  return shards_[(HashStream()(stream) >> 48) % kShards];
}

bool StreamQueue::Run(const StreamId& stream, Task task) {
  Shard& shard = ShardOf(stream);
  {
    base::MutexLock lock(shard.mutex);
    const auto [it, is_free] = shard.busy.try_emplace(stream);
    if (!is_free) {
      if (it->second.size() >= kMaxWaitingPerStream ||
          waiting_.load(std::memory_order_relaxed) >= kMaxWaiting) {
        return false;
      }
      waiting_.fetch_add(1, std::memory_order_relaxed);
      it->second.push_back(std::move(task));
      return true;
    }
  }
  std::move(task)(Turn(this, stream));
  return true;
}

void StreamQueue::Next(StreamId stream) {
  Task next;
  {
    Shard& shard = ShardOf(stream);
    base::MutexLock lock(shard.mutex);
    const auto it = shard.busy.find(stream);
    if (it->second.empty()) {
      shard.busy.erase(it);
      return;
    }
    next = std::move(it->second.front());
    it->second.pop_front();
    waiting_.fetch_sub(1, std::memory_order_relaxed);
  }
  std::move(next)(Turn(this, std::move(stream)));
}

}  // namespace rollbook::services
