#include "gateway/auth/jwt/verified_cache.h"

#include <cstring>

namespace rollbook::gateway::jwt {

size_t VerifiedCache::KeyOf::operator()(const base::Hash256& hash) const {
  // The key is a hash already.
  size_t value = 0;
  std::memcpy(&value, hash.data(), sizeof(value));
  return value;
}

VerifiedEntryPtr VerifiedCache::Find(const base::Hash256& hash) {
  base::MutexLock lock(mutex_);
  const auto found = index_.find(hash);
  if (found == index_.end()) return nullptr;
  entries_.splice(entries_.begin(), entries_, found->second);
  return entries_.front().second;
}

void VerifiedCache::Put(const base::Hash256& hash, VerifiedEntryPtr entry) {
  base::MutexLock lock(mutex_);
  const auto found = index_.find(hash);
  if (found != index_.end()) {
    found->second->second = std::move(entry);
    return;
  }
  if (entries_.size() == kMaxEntries) {
    index_.erase(entries_.back().first);
    entries_.pop_back();
  }
  entries_.emplace_front(hash, std::move(entry));
  index_[hash] = entries_.begin();
}

size_t VerifiedCache::size() const {
  base::MutexLock lock(mutex_);
  return entries_.size();
}

}  // namespace rollbook::gateway::jwt
