#ifndef ROLLBOOK_GATEWAY_AUTH_JWT_VERIFIED_CACHE_H_
#define ROLLBOOK_GATEWAY_AUTH_JWT_VERIFIED_CACHE_H_

#include <cstddef>
#include <list>
#include <memory>
#include <unordered_map>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "base/crypto/hash.h"
#include "base/mutex.h"
#include "gateway/auth/jwt/claim_checks.h"
#include "gateway/auth/jwt/issuer_keys.h"
#include "gateway/auth/verified_token.h"

namespace rollbook::gateway::jwt {

// A token whose signature was verified, and under what.
struct VerifiedEntry {
  TokenPtr token;
  Validity validity;
  // The configuration and the keys at that time. The entry says nothing once
  // others are in force.
  std::shared_ptr<const Issuer> issuer;
  JwkSetPtr keys;
};

using VerifiedEntryPtr = std::shared_ptr<const VerifiedEntry>;

// Signatures that were found good, by SHA-256 of the whole token, so that a
// token that comes again costs a hash (adr/0035). Bad ones are not kept: only
// who has a good token can fill it. The least recently used goes first.
// Thread-safe.
class VerifiedCache {
 public:
  static constexpr size_t kMaxEntries = 8'192;

  // Null when it is not there.
  VerifiedEntryPtr Find(const base::Hash256& hash);
  void Put(const base::Hash256& hash, VerifiedEntryPtr entry);

  size_t size() const;

 private:
  struct KeyOf {
    size_t operator()(const base::Hash256& hash) const;
  };
  using Entries = std::list<std::pair<base::Hash256, VerifiedEntryPtr>>;

  mutable base::Mutex mutex_;
  // Most recently used first.
  Entries entries_ ABSL_GUARDED_BY(mutex_);
  std::unordered_map<base::Hash256, Entries::iterator, KeyOf> index_
      ABSL_GUARDED_BY(mutex_);
};

}  // namespace rollbook::gateway::jwt

#endif  // ROLLBOOK_GATEWAY_AUTH_JWT_VERIFIED_CACHE_H_
