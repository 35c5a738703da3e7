#ifndef ROLLBOOK_GATEWAY_CREDENTIAL_H_
#define ROLLBOOK_GATEWAY_CREDENTIAL_H_

#include <memory>
#include <vector>

#include "absl/time/time.h"
#include "base/crypto/hash.h"
#include "gateway/limits/partner_limits.h"
#include "rollbook/gateway/v1/gateway_service.pb.h"

namespace rollbook::gateway {

// What a contract makes of a partner's policy once per credential, not once
// per request. Each contract has its own.
class ContractPolicy {
 public:
  virtual ~ContractPolicy() = default;
};

// A secret of an HMAC key, ready to compute with.
struct HmacSecret {
  base::HmacSha256 mac;
  absl::Time expires;
};

// A credential as the gateway keeps it. Immutable, shared between requests.
// That it is here says nothing about its being valid: revocation, expiry and
// the partner's status are looked at with every use.
struct Credential {
  // Without the secrets, which live in `secrets` only.
  v1::Credential record;
  std::vector<HmacSecret> secrets;
  absl::Time expires = absl::InfiniteFuture();
  PartnerQuotas quotas;
  // Null when the credential's contract is not served here.
  std::unique_ptr<const ContractPolicy> policy;

  bool IsActive(absl::Time now) const {
    return !record.revoked() && now < expires;
  }
  bool PartnerIsActive() const {
    return record.partner_status() == admin::v1::PARTNER_STATUS_ACTIVE;
  }
};

using CredentialPtr = std::shared_ptr<const Credential>;

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_CREDENTIAL_H_
