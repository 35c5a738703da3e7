#include "services/partners/partner_registry.h"

#include <algorithm>
#include <utility>

#include "base/error.h"
#include "base/status_macros.h"
#include "services/page_size.h"
#include "services/partners/partner_keys.h"
#include "services/partners/partner_mapper.h"
#include "services/partners/partner_registry_impl.h"
#include "services/violations.h"

// The registry's reads; its changes are in partner_commands.cc.
namespace rollbook::services {
namespace {

using base::Reason;

bool HoldsCredential(const PartnerEntry& entry, const std::string& key_id,
                     absl::Time now) {
  const auto& row = entry.row;
  if (row.status() != admin::v1::PARTNER_STATUS_ACTIVE) return false;
  // A token's bearer has no key: the partner's binding is the credential.
  if (key_id.empty()) return !row.jwt_client_id().empty();
  return std::any_of(row.keys().begin(), row.keys().end(),
                     [&](const auto& key) {
                       return key.key_id() == key_id && IsActive(key, now);
                     });
}

}  // namespace

PartnerRegistry::PartnerRegistry(std::shared_ptr<Impl> impl)
    : impl_(std::move(impl)) {}
PartnerRegistry::~PartnerRegistry() = default;

absl::StatusOr<std::unique_ptr<PartnerRegistry>> PartnerRegistry::Open(
    eventstore::EventStore* store, KeyVault* vault, const base::Clock* clock,
    base::Random* random, ContractCatalogue contracts) {
  auto impl =
      std::make_shared<Impl>(store, vault, clock, random, std::move(contracts));
  RETURN_IF_ERROR(impl->Load());
  return std::unique_ptr<PartnerRegistry>(new PartnerRegistry(std::move(impl)));
}

absl::StatusOr<admin::v1::ListPartnersResponse> PartnerRegistry::ListPartners(
    const admin::v1::ListPartnersRequest& request) const {
  Violations violations;
  const auto page_size =
      static_cast<int>(PageSizeFor(request.page_size(), violations));
  RETURN_IF_ERROR(violations.status());
  const auto snapshot = impl_->Current();
  const absl::Time now = impl_->Now();
  admin::v1::ListPartnersResponse response;
  // The token is the last partner of the page before.
  auto it = snapshot->by_id.upper_bound(request.page_token());
  for (; it != snapshot->by_id.end(); ++it) {
    if (response.partners_size() == page_size) {
      response.set_next_page_token(
          response.partners(page_size - 1).partner_id());
      break;
    }
    *response.add_partners() = ToPartner(*it->second, now);
  }
  return response;
}

absl::StatusOr<gateway::v1::ResolveCredentialResponse>
PartnerRegistry::ResolveCredential(
    const gateway::v1::ResolveCredentialRequest& request) const {
  const auto snapshot = impl_->Current();
  std::string partner_id;
  std::string key_id;
  if (request.has_jwt_client()) {
    const auto it = snapshot->by_jwt.find(
        {request.jwt_client().issuer(), request.jwt_client().client_id()});
    if (it != snapshot->by_jwt.end()) partner_id = it->second;
  } else {
    const auto it = snapshot->by_key.find(request.api_key_hash());
    if (it != snapshot->by_key.end()) std::tie(partner_id, key_id) = it->second;
  }
  const auto entry = snapshot->Find(partner_id);
  if (entry == nullptr) return base::Error(Reason::kKeyNotFound);
  gateway::v1::ResolveCredentialResponse response;
  *response.mutable_credential() = ToCredential(*entry, key_id, impl_->Now());
  return response;
}

uint64_t PartnerRegistry::Watch(OnChange on_change) {
  return impl_->Watch(std::move(on_change));
}

void PartnerRegistry::StopWatching(uint64_t id) { impl_->StopWatching(id); }

absl::Status PartnerRegistry::CheckExists(const std::string& partner_id) const {
  if (impl_->Current()->Find(partner_id) == nullptr) {
    return base::Error(Reason::kPartnerNotFound);
  }
  return absl::OkStatus();
}

absl::Status PartnerRegistry::CheckCredential(const std::string& partner_id,
                                              const std::string& key_id) const {
  const auto entry = impl_->Current()->Find(partner_id);
  if (entry == nullptr) return base::Error(Reason::kPartnerNotFound);
  if (!HoldsCredential(*entry, key_id, impl_->Now())) {
    return base::Error(Reason::kCredentialRevoked);
  }
  return absl::OkStatus();
}

absl::StatusOr<CredentialGate::Pass> PartnerRegistry::UseCredential(
    const std::string& partner_id, const std::string& key_id) const {
  for (;;) {
    const auto entry = impl_->Current()->Find(partner_id);
    if (entry == nullptr) return base::Error(Reason::kPartnerNotFound);
    if (!HoldsCredential(*entry, key_id, impl_->Now())) {
      return base::Error(Reason::kCredentialRevoked);
    }
    // Closed: a newer entry is in force already.
    if (auto pass = entry->gate->Enter()) return *std::move(pass);
  }
}

std::shared_ptr<const admin::v1::PartnerPolicy> PartnerRegistry::PolicyOf(
    const std::string& partner_id) const {
  auto entry = impl_->Current()->Find(partner_id);
  if (entry == nullptr) return nullptr;
  const admin::v1::PartnerPolicy* const policy = &entry->row.policy();
  return {std::move(entry), policy};
}

uint64_t PartnerRegistry::partner_count() const {
  return impl_->Current()->by_id.size();
}

}  // namespace rollbook::services
