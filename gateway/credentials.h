#ifndef ROLLBOOK_GATEWAY_CREDENTIALS_H_
#define ROLLBOOK_GATEWAY_CREDENTIALS_H_

#include <cstddef>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/crypto/hash.h"
#include "base/mutex.h"
#include "gateway/credential.h"
#include "gateway/user_backend.h"

namespace rollbook::gateway {

// The credentials behind API keys and tokens' clients, as far as they were
// asked for: a cache over the backend's registry, by SHA-256 of the key or of
// the client's name, that the backend's watch keeps true. Thread-safe; no call
// blocks.
//
// - A change of a partner drops what is cached of it, before OnChange returns.
//   An answer that was under way meanwhile is used, but not kept.
// - Without the watch the cache is trusted for kTrustWithoutWatch at most;
//   then every look-up is BACKEND_UNAVAILABLE until the watch stands again.
// - Unknown keys are remembered too, briefly, so that a client with a wrong
//   key does not cost a call of the backend each time.
// - Both kinds are bounded; the least recently used goes first.
class Credentials final : public UserBackend::CredentialWatcher {
 public:
  static constexpr size_t kMaxKnown = 16'384;
  static constexpr size_t kMaxUnknown = 16'384;
  static constexpr absl::Duration kUnknownFor = absl::Seconds(5);
  static constexpr absl::Duration kTrustWithoutWatch = absl::Seconds(30);

  // Makes the contract's policy of a credential; null for a contract that is
  // not served here.
  using PolicyMaker = absl::AnyInvocable<std::unique_ptr<const ContractPolicy>(
      const v1::Credential&) const>;

  // `backend` and `clock` must outlive this. The owner starts the watch with
  // this as its watcher and ends it first.
  Credentials(UserBackend& backend, const base::Clock& clock,
              PolicyMaker make_policy);
  ~Credentials() override;

  // The credential behind the key with this hash, null for an unknown key, or
  // an error of the backend. `done` runs once, perhaps before this returns.
  using Done = absl::AnyInvocable<void(absl::StatusOr<CredentialPtr>)>;
  void Resolve(const base::Hash256& key_hash, absl::Time deadline, Done done);

  // The same for the client of a token. Cached by HashOfClient().
  void ResolveClient(const std::string& issuer, const std::string& client_id,
                     absl::Time deadline, Done done);

  // Never the hash of an API key, which has no NUL in it.
  static base::Hash256 HashOfClient(std::string_view issuer,
                                    std::string_view client_id);

  // Forgets what is cached of this key, because the backend said that it is
  // no longer so.
  void Drop(const base::Hash256& key_hash);

  void OnConnected() override;
  void OnChange(const v1::WatchCredentialsResponse& change) override;
  void OnLost() override;

  size_t cached() const;

 private:
  struct KeyOf {
    size_t operator()(const base::Hash256& hash) const;
  };
  struct Entry {
    base::Hash256 key_hash;
    CredentialPtr credential;  // null: an unknown key
    absl::Duration since;      // on the boot clock
  };
  // Most recently used first.
  struct Shelf {
    std::list<Entry> entries;
    std::unordered_map<base::Hash256, std::list<Entry>::iterator, KeyOf> index;

    const Entry* Find(const base::Hash256& key_hash);
    void Put(Entry entry, size_t limit);
    void Erase(const base::Hash256& key_hash);
    void Clear();
  };
  // One look-up under way and who waits for it.
  struct LookUp {
    uint64_t epoch = 0;
    std::vector<Done> waiting;
  };

  // `request` asks the backend for what is cached by `key_hash`.
  void Resolve(const base::Hash256& key_hash,
               v1::ResolveCredentialRequest request, absl::Time deadline,
               Done done);
  bool TrustedLocked() const ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  std::optional<CredentialPtr> FindLocked(const base::Hash256& key_hash)
      ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_);
  void OnResolved(const base::Hash256& key_hash,
                  const std::shared_ptr<LookUp>& look_up,
                  absl::StatusOr<v1::ResolveCredentialResponse> response);
  absl::StatusOr<CredentialPtr> Prepare(
      absl::StatusOr<v1::ResolveCredentialResponse> response) const;

  UserBackend& backend_;
  const base::Clock& clock_;
  const PolicyMaker make_policy_;
  mutable base::Mutex mutex_;
  Shelf known_ ABSL_GUARDED_BY(mutex_);
  Shelf unknown_ ABSL_GUARDED_BY(mutex_);
  // Later look-ups of the same key in the same epoch wait for the first.
  std::unordered_map<base::Hash256, std::shared_ptr<LookUp>, KeyOf> under_way_
      ABSL_GUARDED_BY(mutex_);
  // Counts what may have made an answer under way stale.
  uint64_t epoch_ ABSL_GUARDED_BY(mutex_) = 0;
  // Since when there is no watch, on the boot clock; empty while it stands.
  std::optional<absl::Duration> lost_since_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_CREDENTIALS_H_
