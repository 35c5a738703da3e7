#ifndef ROLLBOOK_SERVICES_USERS_STORED_ANSWER_H_
#define ROLLBOOK_SERVICES_USERS_STORED_ANSWER_H_

#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/crypto/secret.h"
#include "base/random.h"
#include "eventstore/append.h"
#include "services/keys/key_vault.h"
#include "services/users/command_handler.h"

// Answers that are given again under an idempotency key (docs/adr/0011).
namespace rollbook::services {

// Whether a refusal is remembered: it says what is so, and would be so again.
bool IsDefinitive(const absl::Status& refusal);

eventstore::StoredAnswer StoreRefusal(const absl::Status& refusal,
                                      const std::string& request_id);

// `user` without what only the committer knows (version, update time and, of
// a new user, the create time), sealed under its data key.
eventstore::StoredAnswer StoreSuccess(const user::v1::User& user,
                                      const eventstore::StreamId& stream,
                                      const base::Key256& key,
                                      const Mutation::Idempotency& idempotency,
                                      const std::string& request_id,
                                      base::Random& random);

// The first answer again: a user, or the refusal as an error with metadata
// replayed=true and first_request_id. USER_NOT_FOUND when the user has been
// erased since. May block on the disk.
absl::StatusOr<MutationAnswer> GiveAgain(
    const eventstore::Replayed& replayed,
    const Mutation::Idempotency& idempotency, const KeyVault& vault);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_USERS_STORED_ANSWER_H_
