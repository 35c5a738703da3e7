#include "services/partners/partner_keys.h"

#include <array>
#include <cstdint>
#include <utility>

#include "base/bytes.h"
#include "base/crypto/hash.h"
#include "base/error.h"
#include "services/violations.h"

namespace rollbook::services {
namespace {

using storage::v1::StoredPartner;

template <size_t kBytes>
std::string RandomHex(base::Random& random) {
  std::array<uint8_t, kBytes> bytes;
  random.Fill(bytes);
  return base::ToHex(base::AsText(bytes));
}

// Stored times: microseconds, 0 for "never".
int64_t StoredExpiry(absl::Time time) {
  return time == absl::InfiniteFuture() ? 0 : absl::ToUnixMicros(time);
}

bool IsPast(int64_t expire_time_us, absl::Time now) {
  return expire_time_us != 0 && now >= absl::FromUnixMicros(expire_time_us);
}

int64_t Earlier(int64_t stored_expiry, absl::Time when) {
  const int64_t other = StoredExpiry(when);
  if (stored_expiry == 0) return other;
  if (other == 0) return stored_expiry;
  return std::min(stored_expiry, other);
}

void DropExpiredSecrets(StoredPartner::Key& key, absl::Time now) {
  auto& secrets = *key.mutable_secrets();
  for (int i = secrets.size() - 1; i >= 0; --i) {
    if (!IsActive(secrets[i], now)) secrets.DeleteSubrange(i, 1);
  }
}

void DropOldestEndedKey(StoredPartner& partner, absl::Time now) {
  auto& keys = *partner.mutable_keys();
  for (int i = 0; i < keys.size(); ++i) {
    if (!IsActive(keys[i], now)) {
      keys.DeleteSubrange(i, 1);
      return;
    }
  }
}

std::string AddSecret(StoredPartner::Key& key, absl::Time now,
                      base::Random& random) {
  std::string secret = "rbs_" + RandomHex<32>(random);
  StoredPartner::Secret& stored = *key.add_secrets();
  stored.set_secret(secret);
  stored.set_create_time_us(absl::ToUnixMicros(now));
  return secret;
}

}  // namespace

bool IsActive(const StoredPartner::Key& key, absl::Time now) {
  return !key.revoked() && !IsPast(key.expire_time_us(), now);
}

bool IsActive(const StoredPartner::Secret& secret, absl::Time now) {
  return !IsPast(secret.expire_time_us(), now);
}

absl::StatusOr<admin::v1::NewCredential> AddKey(StoredPartner& partner,
                                                ContractTraits::Key kind,
                                                absl::Time now,
                                                absl::Time expires,
                                                base::Random& random) {
  int active = 0;
  for (const auto& key : partner.keys()) active += IsActive(key, now) ? 1 : 0;
  if (active >= kMaxActiveKeys) {
    return base::Error(base::Reason::kTooManySecrets);
  }
  if (partner.keys_size() >= kMaxKeptKeys) DropOldestEndedKey(partner, now);

  admin::v1::NewCredential made;
  made.set_key_id("key-" + RandomHex<8>(random));
  made.set_api_key("rbk_" + RandomHex<24>(random));
  StoredPartner::Key& key = *partner.add_keys();
  key.set_key_id(made.key_id());
  key.set_api_key_hash(
      std::string(base::AsText(base::Sha256({made.api_key()}))));
  key.set_create_time_us(absl::ToUnixMicros(now));
  key.set_expire_time_us(StoredExpiry(expires));
  if (kind == ContractTraits::Key::kHmac) {
    key.set_api_key(made.api_key());
    made.set_hmac_secret(AddSecret(key, now, random));
  }
  return made;
}

absl::StatusOr<StoredPartner::Key*> FindActiveKey(StoredPartner& partner,
                                                  const std::string& key_id,
                                                  absl::Time now) {
  StoredPartner::Key* found = nullptr;
  for (StoredPartner::Key& key : *partner.mutable_keys()) {
    if (!IsActive(key, now)) continue;
    if (!key_id.empty() && key.key_id() != key_id) continue;
    if (found != nullptr) {
      Violations violations;
      violations.Add("key_id", "REQUIRED",
                     "The partner has more than one active key");
      return violations.status();
    }
    found = &key;
  }
  if (found == nullptr) return base::Error(base::Reason::kKeyNotFound);
  return found;
}

absl::StatusOr<admin::v1::NewCredential> RotateSecret(StoredPartner::Key& key,
                                                      absl::Time now,
                                                      absl::Time old_expires,
                                                      base::Random& random) {
  for (StoredPartner::Secret& secret : *key.mutable_secrets()) {
    secret.set_expire_time_us(Earlier(secret.expire_time_us(), old_expires));
  }
  DropExpiredSecrets(key, now);
  if (key.secrets_size() >= kMaxActiveSecrets) {
    return base::Error(base::Reason::kTooManySecrets);
  }
  admin::v1::NewCredential made;
  made.set_key_id(key.key_id());
  made.set_api_key(key.api_key());
  made.set_hmac_secret(AddSecret(key, now, random));
  return made;
}

void ExpireBy(StoredPartner::Key& key, absl::Time when) {
  key.set_expire_time_us(Earlier(key.expire_time_us(), when));
}

void DropOldSecrets(StoredPartner::Key& key) {
  auto& secrets = *key.mutable_secrets();
  if (secrets.size() > 1) secrets.DeleteSubrange(0, secrets.size() - 1);
}

}  // namespace rollbook::services
