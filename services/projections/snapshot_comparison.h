#ifndef ROLLBOOK_SERVICES_PROJECTIONS_SNAPSHOT_COMPARISON_H_
#define ROLLBOOK_SERVICES_PROJECTIONS_SNAPSHOT_COMPARISON_H_

#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/crypto/hash.h"
#include "base/crypto/secret.h"
#include "domain/user.h"
#include "eventstore/event_store.h"
#include "services/keys/key_vault.h"
#include "services/projections/projection_check.h"

namespace rollbook::services {

// What a user's events come to, up to the last one that was folded.
struct FoldedUser {
  domain::UserState state;
  eventstore::Version version;
  eventstore::Position position;
  absl::Time created;  // when the first event was
  absl::Time time;     // when the last one was
  base::Hash256 hash;  // of the last record
};

// The key of the user's texts; nothing without a vault, as of an erased user.
absl::StatusOr<std::optional<base::Key256>> KeyOf(
    const eventstore::StreamId& stream, const KeyVault* vault);

// Where the row is not what the events come to. Both are of the same version.
// Without a vault only clear headers are compared.
std::optional<Divergence> CompareWithRow(const eventstore::StreamId& stream,
                                         const FoldedUser& folded,
                                         const eventstore::StreamState& row,
                                         const std::optional<base::Key256>& key,
                                         const KeyVault* vault);

// The fold of the events up to a version. Blocks. Errors: the store's, and
// DATA_CORRUPTED for an event that does not open.
absl::StatusOr<FoldedUser> FoldUpTo(const eventstore::StreamId& stream,
                                    eventstore::Version version,
                                    const std::optional<base::Key256>& key,
                                    const eventstore::EventStore& store);

// Folds a user's events and compares them with its row; when events come in
// between, again. Blocks. Errors: the store's.
absl::StatusOr<std::optional<Divergence>> CompareStream(
    const eventstore::StreamId& stream, const eventstore::EventStore& store,
    const KeyVault* vault);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_PROJECTIONS_SNAPSHOT_COMPARISON_H_
