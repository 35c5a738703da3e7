#include "services/partners/partner_mapper.h"

#include <cstdint>

#include "services/partners/partner_keys.h"
#include "services/timestamps.h"

namespace rollbook::services {
namespace {

using storage::v1::StoredPartner;

void SetMicros(int64_t micros, google::protobuf::Timestamp* out) {
  SetTimestamp(absl::FromUnixMicros(micros), out);
}

admin::v1::PartnerKey ToKey(const StoredPartner::Key& stored, absl::Time now) {
  admin::v1::PartnerKey key;
  key.set_key_id(stored.key_id());
  if (!stored.api_key().empty()) key.set_api_key(stored.api_key());
  key.set_revoked(stored.revoked());
  SetMicros(stored.create_time_us(), key.mutable_create_time());
  if (stored.expire_time_us() != 0) {
    SetMicros(stored.expire_time_us(), key.mutable_expire_time());
  }
  for (int i = stored.secrets_size() - 1; i >= 0; --i) {
    const StoredPartner::Secret& secret = stored.secrets(i);
    if (!IsActive(secret, now)) continue;
    admin::v1::PartnerSecret& out = *key.add_secrets();
    SetMicros(secret.create_time_us(), out.mutable_create_time());
    if (secret.expire_time_us() != 0) {
      SetMicros(secret.expire_time_us(), out.mutable_expire_time());
    }
  }
  return key;
}

void AddKeyTo(gateway::v1::Credential& credential,
              const StoredPartner::Key& key, absl::Time now) {
  credential.set_key_id(key.key_id());
  credential.set_revoked(key.revoked());
  if (key.expire_time_us() != 0) {
    SetMicros(key.expire_time_us(), credential.mutable_expire_time());
  }
  for (const StoredPartner::Secret& secret : key.secrets()) {
    if (!IsActive(secret, now)) continue;
    auto& out = *credential.add_hmac_secrets();
    out.set_secret(secret.secret());
    if (secret.expire_time_us() != 0) {
      SetMicros(secret.expire_time_us(), out.mutable_expire_time());
    }
  }
}

}  // namespace

admin::v1::Partner ToPartner(const PartnerEntry& entry, absl::Time now) {
  const StoredPartner& row = entry.row;
  admin::v1::Partner partner;
  partner.set_partner_id(row.partner_id());
  partner.set_contract(row.contract());
  partner.set_status(row.status());
  *partner.mutable_policy() = row.policy();
  for (const auto& key : row.keys()) *partner.add_keys() = ToKey(key, now);
  partner.set_jwt_issuer(row.jwt_issuer());
  partner.set_jwt_client_id(row.jwt_client_id());
  SetMicros(row.create_time_us(), partner.mutable_create_time());
  SetMicros(row.update_time_us(), partner.mutable_update_time());
  partner.set_generation(entry.generation);
  return partner;
}

gateway::v1::Credential ToCredential(const PartnerEntry& entry,
                                     const std::string& key_id,
                                     absl::Time now) {
  const StoredPartner& row = entry.row;
  gateway::v1::Credential credential;
  credential.set_partner_id(row.partner_id());
  credential.set_contract(row.contract());
  credential.set_partner_status(row.status());
  *credential.mutable_policy() = row.policy();
  credential.set_jwt_issuer(row.jwt_issuer());
  credential.set_jwt_client_id(row.jwt_client_id());
  credential.set_generation(entry.generation);
  for (const auto& key : row.keys()) {
    if (!key_id.empty() && key.key_id() == key_id) {
      AddKeyTo(credential, key, now);
    }
  }
  return credential;
}

}  // namespace rollbook::services
