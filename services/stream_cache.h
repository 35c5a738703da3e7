#ifndef ROLLBOOK_SERVICES_STREAM_CACHE_H_
#define ROLLBOOK_SERVICES_STREAM_CACHE_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>

#include "absl/container/flat_hash_map.h"
#include "absl/hash/hash.h"
#include "base/mutex.h"
#include "eventstore/types.h"

namespace rollbook::services {

// What was read of streams that are in use, bounded: two generations per
// shard, of which the older one is dropped when the younger is full; a value
// that is used again moves to the younger. Values are copied out: make them
// small, or shared pointers. Thread-safe.
template <typename Value>
class StreamCache {
 public:
  // Keeps values of between half of `capacity` and `capacity` once full, in
  // the unit of Put's `weight`.
  explicit StreamCache(size_t capacity)
      : generation_weight_(std::max<size_t>(1, capacity / 2 / kShards)) {}

  std::optional<Value> Find(const eventstore::StreamId& stream) {
    Shard& shard = ShardOf(stream);
    base::MutexLock lock(shard.mutex);
    if (const auto it = shard.young.find(stream); it != shard.young.end()) {
      return it->second.value;
    }
    const auto it = shard.old.find(stream);
    if (it == shard.old.end()) return std::nullopt;
    Entry entry = std::move(it->second);
    shard.old.erase(it);
    std::optional<Value> value = entry.value;
    PutLocked(shard, stream, std::move(entry));
    return value;
  }

  // A value is read from the store between Epoch() and Put(); a Forget() or
  // Close() in between makes the Put do nothing, so that what is gone from the
  // store stays away.
  uint64_t Epoch(const eventstore::StreamId& stream) {
    Shard& shard = ShardOf(stream);
    base::MutexLock lock(shard.mutex);
    return shard.epoch;
  }
  void Put(const eventstore::StreamId& stream, Value value, uint64_t epoch,
           size_t weight = 1) {
    Shard& shard = ShardOf(stream);
    base::MutexLock lock(shard.mutex);
    if (shard.epoch != epoch || shard.closed > 0) return;
    PutLocked(shard, stream, {std::move(value), weight});
  }
  void Forget(const eventstore::StreamId& stream) {
    Shard& shard = ShardOf(stream);
    base::MutexLock lock(shard.mutex);
    ForgetLocked(shard, stream);
  }

  // Forgets the stream's value and takes no other until the Open() that
  // belongs to it: while the store's row is being replaced.
  void Close(const eventstore::StreamId& stream) {
    Shard& shard = ShardOf(stream);
    base::MutexLock lock(shard.mutex);
    ForgetLocked(shard, stream);
    ++shard.closed;
  }
  void Open(const eventstore::StreamId& stream) {
    Shard& shard = ShardOf(stream);
    base::MutexLock lock(shard.mutex);
    ++shard.epoch;
    --shard.closed;
  }

 private:
  static constexpr size_t kShards = 64;

  struct Entry {
    Value value;
    size_t weight;
  };
  struct HashStream {
    size_t operator()(const eventstore::StreamId& stream) const {
      return absl::HashOf(stream.tenant.value, stream.id);
    }
  };
  using Generation =
      absl::flat_hash_map<eventstore::StreamId, Entry, HashStream>;
  struct Shard {
    base::Mutex mutex;
    Generation young ABSL_GUARDED_BY(mutex);
    Generation old ABSL_GUARDED_BY(mutex);
    size_t young_weight ABSL_GUARDED_BY(mutex) = 0;
    uint64_t epoch ABSL_GUARDED_BY(mutex) = 0;
    uint64_t closed ABSL_GUARDED_BY(mutex) = 0;
  };

  Shard& ShardOf(const eventstore::StreamId& stream) {
    // Other bits than the hash map's own, which uses the low ones.
    return shards_[(HashStream()(stream) >> 48) % kShards];
  }

  void PutLocked(Shard& shard, const eventstore::StreamId& stream, Entry entry)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(shard.mutex) {
    if (shard.young_weight + entry.weight > generation_weight_) {
      shard.old = std::exchange(shard.young, Generation());
      shard.young_weight = 0;
    }
    shard.young_weight += entry.weight;
    const auto [it, fresh] = shard.young.try_emplace(stream, entry);
    if (fresh) return;
    shard.young_weight -= it->second.weight;
    it->second = std::move(entry);
  }

  void ForgetLocked(Shard& shard, const eventstore::StreamId& stream)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(shard.mutex) {
    ++shard.epoch;
    shard.old.erase(stream);
    const auto it = shard.young.find(stream);
    if (it == shard.young.end()) return;
    shard.young_weight -= it->second.weight;
    shard.young.erase(it);
  }

  const size_t generation_weight_;
  std::array<Shard, kShards> shards_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_STREAM_CACHE_H_
