#ifndef ROLLBOOK_SERVICES_USERS_APPEND_BUILDER_H_
#define ROLLBOOK_SERVICES_USERS_APPEND_BUILDER_H_

#include <optional>
#include <vector>

#include "base/random.h"
#include "domain/events.h"
#include "domain/user.h"
#include "eventstore/append.h"
#include "rollbook/storage/v1/user_payload.pb.h"
#include "services/keys/key_vault.h"
#include "services/users/user_reader.h"

// From a decision to what the store is asked to write.
namespace rollbook::services {

// The row of `meta` that is there while erasures wait for their purge.
inline constexpr char kErasurePendingRow[] = "erasure/pending";

// The user's events sealed, with the state after them, the claims that move
// and, for a new user, the data key and its commitment. Everything is under
// the version that the decision was made on.
eventstore::AppendRequest BuildAppend(
    const LoadedUser& before, const std::vector<domain::Event>& events,
    const domain::UserState& after,
    const std::optional<KeyVault::NewDataKey>& new_key,
    const storage::v1::EventMetadata& metadata, const KeyVault& vault,
    base::Random& random);

// The claims that move between two states, in the store's form.
std::vector<eventstore::Claim> BuildClaims(const eventstore::TenantId& partner,
                                           const domain::UserState& before,
                                           const domain::UserState& after,
                                           const KeyVault& vault);

// EXTERNAL_ID_TAKEN or EMAIL_TAKEN.
absl::Status TakenError(const eventstore::Claim& claim);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_USERS_APPEND_BUILDER_H_
