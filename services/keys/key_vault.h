#ifndef ROLLBOOK_SERVICES_KEYS_KEY_VAULT_H_
#define ROLLBOOK_SERVICES_KEYS_KEY_VAULT_H_

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "base/crypto/hash.h"
#include "base/crypto/secret.h"
#include "base/random.h"
#include "eventstore/event_store.h"

namespace rollbook::services {

// The keys: the master key (from a file, never stored), the wrapped hash keys
// and registry key (in `meta`, made once, never changed), and every user's
// wrapped data key (in `keys`). Formats: docs/formats/payloads.md, "Keys".
// Thread-safe.
class KeyVault {
 public:
  // Reads the master key: 64 hexadecimal digits and an optional newline, in a
  // file that only its owner may read. Errors name the file and say how to
  // make one.
  static absl::StatusOr<base::Key256> ReadMasterKeyFile(
      const std::string& path);

  // Opens the store's wrapped keys, or makes them in a new store. A master key
  // that is not the store's is refused (INVALID_ARGUMENT, by its id), unless
  // the store's is given as `old_master_key`: then a rotation begins, or goes
  // on. The store's own keys are wrapped anew before this returns, users' data
  // keys by Rewrap() (MasterKeyRotation), and both master keys are needed until
  // EndRotation().
  static absl::StatusOr<std::unique_ptr<KeyVault>> Open(
      eventstore::EventStore* store, const base::Key256& master_key,
      base::Random* random,
      const std::optional<base::Key256>& old_master_key = std::nullopt);
  ~KeyVault();

  // A fresh data key with its wrapped row for this stream.
  struct NewDataKey {
    base::Key256 key;
    std::string wrapped;
    base::Hash256 commitment;
  };
  NewDataKey MakeDataKey(const eventstore::StreamId& stream) const;

  // What a stream's first record says of its data key: SHA-256 over a label
  // and the key.
  static base::Hash256 CommitmentTo(const base::Key256& key);

  // The stream's data key; nullopt when there is none (erased, or never was).
  // Keys in use are cached, bounded. With kMemoryOnly, WouldBlock for every
  // other: what is not in use is rarely in the database's memory either.
  absl::StatusOr<std::optional<base::Key256>> DataKey(
      const eventstore::StreamId& stream,
      eventstore::ReadTier tier = eventstore::ReadTier::kMayBlock) const;
  // Forgets the cached key. Called with every erasure.
  void Forget(const eventstore::StreamId& stream) const;

  // The row wrapped under the present master key; nullopt when it is already.
  absl::StatusOr<std::optional<std::string>> Rewrap(
      const eventstore::StreamId& stream, std::string_view row) const;
  bool rotating() const;
  // Every row is wrapped under the present master key: the old one is not
  // needed any more.
  absl::Status EndRotation();

  // Keyed hashes: what is stored instead of an external id, an e-mail address
  // or a request.
  base::Hash256 ClaimHash(const eventstore::TenantId& tenant,
                          std::string_view kind, std::string_view value) const;
  base::Hash256 Fingerprint(std::string_view request) const;

  // Seals registry rows; `name` is the row's key in `meta`.
  std::string SealRow(std::string_view name, std::string_view row) const;
  absl::StatusOr<std::string> OpenRow(std::string_view name,
                                      std::string_view sealed) const;

 private:
  class Impl;
  explicit KeyVault(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_KEYS_KEY_VAULT_H_
