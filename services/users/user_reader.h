#ifndef ROLLBOOK_SERVICES_USERS_USER_READER_H_
#define ROLLBOOK_SERVICES_USERS_USER_READER_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "base/crypto/secret.h"
#include "domain/user.h"
#include "eventstore/event_store.h"
#include "services/keys/key_vault.h"

namespace rollbook::services {

// How a caller names a user: by stream, or by the partner's own id.
struct UserAddress {
  eventstore::TenantId partner;
  std::optional<eventstore::StreamId> stream;
  std::string external_id;  // when there is no stream
};

// A user as it is now, opened.
struct LoadedUser {
  eventstore::StreamId stream;
  eventstore::Version version;
  eventstore::Position position;
  absl::Time created;
  absl::Time updated;
  domain::UserState state;
  base::Key256 key;
};

// Finds and opens current states. Errors: USER_NOT_FOUND (erased users
// included), DATA_CORRUPTED, and the store's; with kMemoryOnly also
// WouldBlock. Thread-safe.
class UserReader {
 public:
  // Both must outlive the reader.
  UserReader(const eventstore::EventStore* store, const KeyVault* vault)
      : store_(store), vault_(vault) {}

  // The stream that may be the addressed user's: Load() decides.
  absl::StatusOr<eventstore::StreamId> Find(
      const UserAddress& address,
      eventstore::ReadTier tier = eventstore::ReadTier::kMayBlock) const;

  absl::StatusOr<LoadedUser> Load(
      const eventstore::StreamId& stream,
      eventstore::ReadTier tier = eventstore::ReadTier::kMayBlock) const;

  // Find and Load; an external id is compared as the user's was claimed.
  absl::StatusOr<LoadedUser> Read(
      const UserAddress& address,
      eventstore::ReadTier tier = eventstore::ReadTier::kMayBlock) const;

 private:
  const eventstore::EventStore* const store_;
  const KeyVault* const vault_;
};

// Whether the loaded user is the one addressed.
bool IsAddressed(const LoadedUser& user, const UserAddress& address);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_USERS_USER_READER_H_
