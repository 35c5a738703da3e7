#ifndef ROLLBOOK_SERVICES_KEY_CACHE_H_
#define ROLLBOOK_SERVICES_KEY_CACHE_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/container/flat_hash_map.h"
#include "base/crypto/secret.h"
#include "base/mutex.h"
#include "eventstore/types.h"

namespace rollbook::services {

// The data keys in use, opened, bounded: two generations per shard, of which
// the older one is dropped when the younger is full; a key that is used again
// moves to the younger. Thread-safe.
class KeyCache {
 public:
  // Keeps between half of `capacity` and `capacity` keys once full.
  explicit KeyCache(size_t capacity);

  std::optional<base::Key256> Find(const eventstore::StreamId& stream);

  // A key is read from the store between Epoch() and Put(); a Forget() in
  // between makes the Put do nothing, so that an erased key stays away.
  uint64_t Epoch(const eventstore::StreamId& stream);
  void Put(const eventstore::StreamId& stream, const base::Key256& key,
           uint64_t epoch);
  void Forget(const eventstore::StreamId& stream);

 private:
  static constexpr size_t kShards = 16;

  struct HashStream {
    size_t operator()(const eventstore::StreamId& stream) const;
  };
  using Generation =
      absl::flat_hash_map<eventstore::StreamId, base::Key256, HashStream>;
  struct Shard {
    base::Mutex mutex;
    Generation young ABSL_GUARDED_BY(mutex);
    Generation old ABSL_GUARDED_BY(mutex);
    uint64_t epoch ABSL_GUARDED_BY(mutex) = 0;
  };

  Shard& ShardOf(const eventstore::StreamId& stream);
  void PutLocked(Shard& shard, const eventstore::StreamId& stream,
                 const base::Key256& key)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(shard.mutex);

  const size_t generation_size_;
  std::array<Shard, kShards> shards_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_KEY_CACHE_H_
