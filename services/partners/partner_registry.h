#ifndef ROLLBOOK_SERVICES_PARTNERS_PARTNER_REGISTRY_H_
#define ROLLBOOK_SERVICES_PARTNERS_PARTNER_REGISTRY_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/random.h"
#include "eventstore/event_store.h"
#include "rollbook/admin/v1/admin_service.pb.h"
#include "rollbook/gateway/v1/gateway_service.pb.h"
#include "rollbook/storage/v1/partner_payload.pb.h"
#include "services/caller.h"
#include "services/partners/credential_gate.h"
#include "services/partners/partner_contract.h"

namespace rollbook::services {

class KeyVault;

// Who the partners are: the rows of the store's `meta` family, held in memory,
// with every change appended as an event to the partner's own stream in the
// same write. A change is in force here from the moment it is committed.
// Thread-safe. Changes may look something up on the disk (run them on a
// worker) and reply later; the other calls do not block, except Open.
class PartnerRegistry {
 public:
  // Of use to the registry's own files only (partner_registry_impl.h).
  class Impl;

  // Reads the registry. All dependencies must outlive it. `contracts` are those
  // that new partners may have.
  static absl::StatusOr<std::unique_ptr<PartnerRegistry>> Open(
      eventstore::EventStore* store, KeyVault* vault, const base::Clock* clock,
      base::Random* random, ContractCatalogue contracts);
  ~PartnerRegistry();

  // ---- Use cases of admin.v1 (secrets only in the answers that make them) --
  void CreatePartner(const Caller& caller,
                     const admin::v1::CreatePartnerRequest& request,
                     Reply<admin::v1::CreatePartnerResponse> reply);
  absl::StatusOr<admin::v1::ListPartnersResponse> ListPartners(
      const admin::v1::ListPartnersRequest& request) const;
  void UpdatePartner(const Caller& caller,
                     const admin::v1::UpdatePartnerRequest& request,
                     Reply<admin::v1::UpdatePartnerResponse> reply);
  void ChangePartnerStatus(const Caller& caller,
                           const admin::v1::ChangePartnerStatusRequest& request,
                           Reply<admin::v1::ChangePartnerStatusResponse> reply);
  void CreateKey(const Caller& caller,
                 const admin::v1::CreateKeyRequest& request,
                 Reply<admin::v1::CreateKeyResponse> reply);
  void RotateKey(const Caller& caller,
                 const admin::v1::RotateKeyRequest& request,
                 Reply<admin::v1::RotateKeyResponse> reply);
  void RevokeKey(const Caller& caller,
                 const admin::v1::RevokeKeyRequest& request,
                 Reply<admin::v1::RevokeKeyResponse> reply);

  // ---- Use cases of gateway.v1 ---------------------------------------------
  absl::StatusOr<gateway::v1::ResolveCredentialResponse> ResolveCredential(
      const gateway::v1::ResolveCredentialRequest& request) const;

  // Calls `on_change` after every committed change of a partner, until
  // StopWatching returns. It must not block.
  using OnChange = absl::AnyInvocable<void(
      const gateway::v1::WatchCredentialsResponse& change)>;
  uint64_t Watch(OnChange on_change);
  void StopWatching(uint64_t id);

  // ---- For the other use cases ---------------------------------------------
  // PARTNER_NOT_FOUND, or OK. Suspended partners exist.
  absl::Status CheckExists(const std::string& partner_id) const;
  // CREDENTIAL_REVOKED when this key of the partner is revoked or expired, or
  // the partner is suspended; PARTNER_NOT_FOUND for an unknown one.
  absl::Status CheckCredential(const std::string& partner_id,
                               const std::string& key_id) const;
  // The same, for a command about to append: whatever ends the credential
  // gets into the log only after the pass has ended.
  absl::StatusOr<CredentialGate::Pass> UseCredential(
      const std::string& partner_id, const std::string& key_id) const;
  // As it is now; null for an unknown partner.
  std::shared_ptr<const admin::v1::PartnerPolicy> PolicyOf(
      const std::string& partner_id) const;
  uint64_t partner_count() const;

 private:
  explicit PartnerRegistry(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_PARTNERS_PARTNER_REGISTRY_H_
