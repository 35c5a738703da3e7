#include "services/users/user_cache.h"

#include <utility>

namespace rollbook::services {
namespace {

using eventstore::StreamId;

// What an entry costs beside the answer's bytes: key, table slot, allocations.
constexpr size_t kEntryOverhead = 200;

}  // namespace

UserCache::UserCache(eventstore::EventStore* store, size_t capacity)
    : store_(store),
      cache_(capacity),
      enabled_(capacity > 0 && store->ObserveAppends(this)) {}

UserCache::~UserCache() {
  if (enabled_) store_->ObserveAppends(nullptr);
}

SharedBytes UserCache::Find(const StreamId& stream) {
  if (!enabled_) return nullptr;
  return cache_.Find(stream).value_or(nullptr);
}

uint64_t UserCache::Epoch(const StreamId& stream) {
  return enabled_ ? cache_.Epoch(stream) : 0;
}

void UserCache::Put(const StreamId& stream, SharedBytes answer,
                    uint64_t epoch) {
  if (!enabled_) return;
  const size_t weight = answer->size() + kEntryOverhead;
  cache_.Put(stream, std::move(answer), epoch, weight);
}

void UserCache::BeforeWrite(const StreamId& stream) { cache_.Close(stream); }
void UserCache::AfterWrite(const StreamId& stream) { cache_.Open(stream); }

}  // namespace rollbook::services
