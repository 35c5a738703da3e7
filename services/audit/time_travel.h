#ifndef ROLLBOOK_SERVICES_AUDIT_TIME_TRAVEL_H_
#define ROLLBOOK_SERVICES_AUDIT_TIME_TRAVEL_H_

#include "absl/status/statusor.h"
#include "eventstore/event_store.h"
#include "rollbook/audit/v1/audit_service.pb.h"
#include "services/keys/key_vault.h"

namespace rollbook::services {

// Users as they were, made by folding their events. Its calls read the disk
// and decrypt: run them on a worker. Of an erased user the personal fields are
// missing, and the answers say so. Errors: DATA_CORRUPTED and the store's.
// Thread-safe.
class TimeTravel {
 public:
  // Both must outlive it.
  TimeTravel(const eventstore::EventStore* store, const KeyVault* vault)
      : store_(*store), vault_(*vault) {}

  // The user of a stream after the last event up to the moment that the
  // request names. USER_NOT_FOUND before the user was created,
  // INVALID_ARGUMENT for a version that the user has not reached.
  absl::StatusOr<audit::v1::GetUserAtResponse> UserAt(
      const eventstore::StreamId& stream,
      const audit::v1::GetUserAtRequest& request) const;

  // The fields that differ between two versions, each with the last event
  // between them that changed it. INVALID_ARGUMENT for versions that are not
  // in order, or not reached.
  absl::StatusOr<audit::v1::DiffUserResponse> Diff(
      const eventstore::StreamId& stream, uint64_t from_version,
      uint64_t to_version) const;

 private:
  const eventstore::EventStore& store_;
  const KeyVault& vault_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_AUDIT_TIME_TRAVEL_H_
