#ifndef ROLLBOOK_SERVICES_PARTNERS_PARTNER_KEYS_H_
#define ROLLBOOK_SERVICES_PARTNERS_PARTNER_KEYS_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/random.h"
#include "rollbook/admin/v1/admin_service.pb.h"
#include "rollbook/storage/v1/partner_payload.pb.h"
#include "services/partners/partner_contract.h"

// The rules of a partner's keys and secrets, as changes to its registry row.
// All functions are pure but for the randomness handed in.
namespace rollbook::services {

// Secrets that may be active on one HMAC key at a time.
inline constexpr int kMaxActiveSecrets = 2;
// Keys of a partner that may be active at a time; ended keys beyond
// kMaxKeptKeys in all are dropped from the row, the oldest first.
inline constexpr int kMaxActiveKeys = 16;
inline constexpr int kMaxKeptKeys = 64;

bool IsActive(const storage::v1::StoredPartner::Key& key, absl::Time now);
bool IsActive(const storage::v1::StoredPartner::Secret& secret, absl::Time now);

// Adds a key of this kind, which is the contract's and not kNone.
// `expires` may be InfiniteFuture. TOO_MANY_SECRETS at kMaxActiveKeys.
absl::StatusOr<admin::v1::NewCredential> AddKey(
    storage::v1::StoredPartner& partner, ContractTraits::Key kind,
    absl::Time now, absl::Time expires, base::Random& random);

// The active key named; with an empty id the only active one. KEY_NOT_FOUND;
// INVALID_ARGUMENT when the choice is not clear.
absl::StatusOr<storage::v1::StoredPartner::Key*> FindActiveKey(
    storage::v1::StoredPartner& partner, const std::string& key_id,
    absl::Time now);

// A new secret on `key`; the ones before end at `old_expires` at the latest.
// TOO_MANY_SECRETS when more than kMaxActiveSecrets would be active.
absl::StatusOr<admin::v1::NewCredential> RotateSecret(
    storage::v1::StoredPartner::Key& key, absl::Time now,
    absl::Time old_expires, base::Random& random);

// The key, or a secret, ends at `when`, unless it ends earlier.
void ExpireBy(storage::v1::StoredPartner::Key& key, absl::Time when);

// Ends all secrets but the newest.
void DropOldSecrets(storage::v1::StoredPartner::Key& key);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_PARTNERS_PARTNER_KEYS_H_
