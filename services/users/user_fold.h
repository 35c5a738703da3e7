#ifndef ROLLBOOK_SERVICES_USERS_USER_FOLD_H_
#define ROLLBOOK_SERVICES_USERS_USER_FOLD_H_

#include <optional>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/crypto/secret.h"
#include "domain/user.h"
#include "eventstore/event_store.h"
#include "rollbook/storage/v1/user_payload.pb.h"

namespace rollbook::services {

// The state after a record of a user's stream. Without a key personal fields
// are missing. DATA_CORRUPTED.
absl::StatusOr<domain::UserState> EvolveBy(
    const eventstore::Record& record, const std::optional<base::Key256>& key,
    domain::UserState state);

// Shows each record of a user's stream, oldest first, with its event opened
// and the state after it, until `visit` returns false or the stream ends.
// Without a key (the user was erased) personal fields are missing. Blocks.
// Errors: DATA_CORRUPTED, the store's.
using VisitUser = absl::FunctionRef<bool(const eventstore::Record& record,
                                         const storage::v1::StoredUserEvent&,
                                         const domain::UserState& after)>;
absl::Status FoldUser(const eventstore::EventStore& store,
                      const eventstore::StreamId& stream,
                      const std::optional<base::Key256>& key, VisitUser visit);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_USERS_USER_FOLD_H_
