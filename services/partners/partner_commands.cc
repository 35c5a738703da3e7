#include <memory>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/status_macros.h"
#include "services/partners/partner_answers.h"
#include "services/partners/partner_checks.h"
#include "services/partners/partner_contract.h"
#include "services/partners/partner_keys.h"
#include "services/partners/partner_registry.h"
#include "services/partners/partner_registry_impl.h"
#include "services/violations.h"

// The registry's changes: each edits the partner's row, names the events, and
// answers from what was committed.
namespace rollbook::services {
namespace {

using admin::v1::NewCredential;
using base::Reason;

constexpr size_t kMaxReasonSize = 2000;

absl::Status Invalid(const char* field, const char* code, const char* message) {
  Violations violations;
  violations.Add(field, code, message);
  return violations.status();
}

// The members that are present replace the ones before.
void MergePolicy(const admin::v1::PartnerPolicy& from,
                 admin::v1::PartnerPolicy& into) {
  if (from.has_required_fields()) into.clear_required_fields();
  if (!from.allow_ips().empty()) into.clear_allow_ips();
  into.MergeFrom(from);
}

using Draft = PartnerRegistry::Impl::Draft;

}  // namespace

void PartnerRegistry::CreatePartner(
    const Caller& caller, const admin::v1::CreatePartnerRequest& request,
    Reply<admin::v1::CreatePartnerResponse> reply) {
  if (absl::Status valid = Check(request, impl_->contracts()); !valid.ok()) {
    return reply(valid);
  }
  auto credential = std::make_shared<NewCredential>();
  Impl* const impl = impl_.get();
  const auto edit = [impl, request, credential](
                        const PartnerEntry* current) -> absl::StatusOr<Draft> {
    if (current != nullptr) return base::Error(Reason::kPartnerExists);
    if (impl->Current()->by_jwt.contains(
            {request.jwt_issuer(), request.jwt_client_id()})) {
      return Invalid("jwt_client_id", "TAKEN",
                     "Another partner has this issuer and client");
    }
    Draft draft;
    const int64_t now_us = absl::ToUnixMicros(impl->Now());
    draft.row.set_partner_id(request.partner_id());
    draft.row.set_contract(request.contract());
    draft.row.set_status(admin::v1::PARTNER_STATUS_ACTIVE);
    *draft.row.mutable_policy() = request.policy();
    draft.row.set_jwt_issuer(request.jwt_issuer());
    draft.row.set_jwt_client_id(request.jwt_client_id());
    draft.row.set_create_time_us(now_us);
    draft.row.set_update_time_us(now_us);
    auto& created = *draft.events.emplace_back().mutable_partner_created();
    created.set_contract(request.contract());
    *created.mutable_policy() = request.policy();
    created.set_jwt_issuer(request.jwt_issuer());
    created.set_jwt_client_id(request.jwt_client_id());
    const ContractTraits::Key kind = impl->KeyKindOf(draft.row);
    if (kind != ContractTraits::Key::kNone) {
      ASSIGN_OR_RETURN(*credential,
                       AddKey(draft.row, kind, impl->Now(),
                              absl::InfiniteFuture(), impl->random()));
      draft.events.emplace_back().mutable_key_created()->set_key_id(
          credential->key_id());
    }
    return draft;
  };
  impl_->Change(caller.name, request.partner_id(), edit,
                [impl, credential, reply = std::move(reply)](
                    absl::StatusOr<Impl::Committed> committed) mutable {
                  if (!committed.ok()) return reply(committed.status());
                  admin::v1::CreatePartnerResponse response;
                  *response.mutable_partner() =
                      ToPartner(*committed->entry, impl->Now());
                  if (!credential->key_id().empty()) {
                    *response.mutable_credential() = std::move(*credential);
                  }
                  SetPosition(committed->position, response.mutable_position());
                  reply(std::move(response));
                });
}

void PartnerRegistry::UpdatePartner(
    const Caller& caller, const admin::v1::UpdatePartnerRequest& request,
    Reply<admin::v1::UpdatePartnerResponse> reply) {
  Impl* const impl = impl_.get();
  const auto edit = [impl, policy = request.policy()](
                        const PartnerEntry* current) -> absl::StatusOr<Draft> {
    if (current == nullptr) return base::Error(Reason::kPartnerNotFound);
    Violations violations;
    CheckPolicy(policy, TraitsOf(impl->contracts(), current->row.contract()),
                violations);
    if (absl::Status valid = violations.status(); !valid.ok()) return valid;
    Draft draft{.row = current->row};
    MergePolicy(policy, *draft.row.mutable_policy());
    if (draft.row.policy().SerializeAsString() ==
        current->row.policy().SerializeAsString()) {
      return draft;
    }
    draft.row.set_update_time_us(absl::ToUnixMicros(impl->Now()));
    *draft.events.emplace_back()
         .mutable_partner_policy_changed()
         ->mutable_policy() = draft.row.policy();
    return draft;
  };
  impl_->Change(caller.name, request.partner_id(), edit,
                AnswerPartner(impl, std::move(reply)));
}

void PartnerRegistry::ChangePartnerStatus(
    const Caller& caller, const admin::v1::ChangePartnerStatusRequest& request,
    Reply<admin::v1::ChangePartnerStatusResponse> reply) {
  Violations violations;
  if (request.status() != admin::v1::PARTNER_STATUS_ACTIVE &&
      request.status() != admin::v1::PARTNER_STATUS_SUSPENDED) {
    violations.Add("status", "ONE_OF", "Must be ACTIVE or SUSPENDED");
  }
  if (request.reason().size() > kMaxReasonSize) {
    violations.Add("reason", "LENGTH", "Must be up to 2000 bytes");
  }
  if (absl::Status valid = violations.status(); !valid.ok()) {
    return reply(valid);
  }
  Impl* const impl = impl_.get();
  const auto edit =
      [impl, request](const PartnerEntry* current) -> absl::StatusOr<Draft> {
    if (current == nullptr) return base::Error(Reason::kPartnerNotFound);
    Draft draft{.row = current->row};
    if (draft.row.status() == request.status()) return draft;
    draft.row.set_status(request.status());
    draft.ends_credential =
        request.status() == admin::v1::PARTNER_STATUS_SUSPENDED;
    draft.row.set_update_time_us(absl::ToUnixMicros(impl->Now()));
    auto& changed =
        *draft.events.emplace_back().mutable_partner_status_changed();
    changed.set_status(request.status());
    changed.set_reason(request.reason());
    return draft;
  };
  impl_->Change(caller.name, request.partner_id(), edit,
                AnswerPartner(impl, std::move(reply)));
}

}  // namespace rollbook::services
