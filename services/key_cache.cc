#include "services/key_cache.h"

#include <algorithm>
#include <utility>

#include "absl/hash/hash.h"

namespace rollbook::services {

using eventstore::StreamId;

size_t KeyCache::HashStream::operator()(const StreamId& stream) const {
  return absl::HashOf(stream.tenant.value, stream.id);
}

KeyCache::KeyCache(size_t capacity)
    : generation_size_(std::max<size_t>(1, capacity / 2 / kShards)) {}

KeyCache::Shard& KeyCache::ShardOf(const StreamId& stream) {
  // Other bits than the hash map's own, which uses the low ones.
  return shards_[(HashStream()(stream) >> 48) % kShards];
}

std::optional<base::Key256> KeyCache::Find(const StreamId& stream) {
  Shard& shard = ShardOf(stream);
  base::MutexLock lock(shard.mutex);
  if (const auto it = shard.young.find(stream); it != shard.young.end()) {
    return it->second;
  }
  const auto it = shard.old.find(stream);
  if (it == shard.old.end()) return std::nullopt;
  const base::Key256 key = it->second;
  shard.old.erase(it);
  PutLocked(shard, stream, key);
  return key;
}

uint64_t KeyCache::Epoch(const StreamId& stream) {
  Shard& shard = ShardOf(stream);
  base::MutexLock lock(shard.mutex);
  return shard.epoch;
}

void KeyCache::Put(const StreamId& stream, const base::Key256& key,
                   uint64_t epoch) {
  Shard& shard = ShardOf(stream);
  base::MutexLock lock(shard.mutex);
  if (shard.epoch == epoch) PutLocked(shard, stream, key);
}

void KeyCache::PutLocked(Shard& shard, const StreamId& stream,
                         const base::Key256& key) {
  if (shard.young.size() >= generation_size_) {
    shard.old = std::move(shard.young);
    shard.young = Generation();
  }
  shard.young.insert_or_assign(stream, key);
}

void KeyCache::Forget(const StreamId& stream) {
  Shard& shard = ShardOf(stream);
  base::MutexLock lock(shard.mutex);
  ++shard.epoch;
  shard.young.erase(stream);
  shard.old.erase(stream);
}

}  // namespace rollbook::services
