#include <memory>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/status_macros.h"
#include "services/partners/partner_answers.h"
#include "services/partners/partner_contract.h"
#include "services/partners/partner_keys.h"
#include "services/partners/partner_registry.h"
#include "services/partners/partner_registry_impl.h"
#include "services/timestamps.h"
#include "services/violations.h"

// The changes of a partner's keys.
namespace rollbook::services {
namespace {

using admin::v1::NewCredential;
using base::Reason;
using storage::v1::StoredPartner;
using Draft = PartnerRegistry::Impl::Draft;

constexpr absl::Duration kMaxOverlap = absl::Hours(24 * 366);

absl::Status Invalid(const char* field, const char* code, const char* message) {
  Violations violations;
  violations.Add(field, code, message);
  return violations.status();
}

absl::StatusOr<ContractTraits::Key> KeyKindOf(const PartnerRegistry::Impl& impl,
                                              const PartnerEntry* partner) {
  if (partner == nullptr) return base::Error(Reason::kPartnerNotFound);
  const ContractTraits::Key kind = impl.KeyKindOf(partner->row);
  if (kind == ContractTraits::Key::kNone) {
    return Invalid("partner_id", "NOT_ALLOWED",
                   "The partner's contract has no keys");
  }
  return kind;
}

// The partner as it is, about to be changed now.
Draft DraftOf(const PartnerEntry& partner, absl::Time now) {
  Draft draft{.row = partner.row};
  draft.row.set_update_time_us(absl::ToUnixMicros(now));
  return draft;
}

// A bearer key has no second secret: a new key takes its place.
absl::StatusOr<NewCredential> ReplaceKey(StoredPartner& row,
                                         ContractTraits::Key kind,
                                         StoredPartner::Key& old,
                                         absl::Time now, absl::Time old_expires,
                                         base::Random& random) {
  ExpireBy(old, old_expires);
  return AddKey(row, kind, now, absl::InfiniteFuture(), random);
}

}  // namespace

void PartnerRegistry::CreateKey(const Caller& caller,
                                const admin::v1::CreateKeyRequest& request,
                                Reply<admin::v1::CreateKeyResponse> reply) {
  const absl::Time expires = request.has_expire_time()
                                 ? ToTime(request.expire_time())
                                 : absl::InfiniteFuture();
  if (expires <= impl_->Now()) {
    return reply(
        Invalid("expire_time", "RANGE", "Must be a time in the future"));
  }
  auto credential = std::make_shared<NewCredential>();
  const auto edit = [impl = impl_.get(), request, expires, credential](
                        const PartnerEntry* current) -> absl::StatusOr<Draft> {
    ASSIGN_OR_RETURN(const ContractTraits::Key kind, KeyKindOf(*impl, current));
    Draft draft = DraftOf(*current, impl->Now());
    ASSIGN_OR_RETURN(*credential, AddKey(draft.row, kind, impl->Now(), expires,
                                         impl->random()));
    auto& event = *draft.events.emplace_back().mutable_key_created();
    event.set_key_id(credential->key_id());
    if (request.has_expire_time()) {
      *event.mutable_expire_time() = request.expire_time();
    }
    return draft;
  };
  impl_->Change(caller.name, request.partner_id(), edit,
                AnswerCredential(credential, std::move(reply)));
}

void PartnerRegistry::RotateKey(const Caller& caller,
                                const admin::v1::RotateKeyRequest& request,
                                Reply<admin::v1::RotateKeyResponse> reply) {
  const absl::Duration overlap = absl::Seconds(request.overlap().seconds()) +
                                 absl::Nanoseconds(request.overlap().nanos());
  if (overlap < absl::ZeroDuration() || overlap > kMaxOverlap) {
    return reply(Invalid("overlap", "RANGE", "Must be 0 to 366 days"));
  }
  auto credential = std::make_shared<NewCredential>();
  const auto edit =
      [impl = impl_.get(), key_id = request.key_id(), overlap,
       credential](const PartnerEntry* current) -> absl::StatusOr<Draft> {
    ASSIGN_OR_RETURN(const ContractTraits::Key kind, KeyKindOf(*impl, current));
    const absl::Time now = impl->Now();
    const absl::Time old_expires = now + overlap;
    Draft draft = DraftOf(*current, now);
    ASSIGN_OR_RETURN(StoredPartner::Key* const key,
                     FindActiveKey(draft.row, key_id, now));
    auto& event = *draft.events.emplace_back().mutable_key_rotated();
    event.set_key_id(key->key_id());
    SetTimestamp(old_expires, event.mutable_overlap_end_time());
    if (kind == ContractTraits::Key::kHmac) {
      ASSIGN_OR_RETURN(*credential,
                       RotateSecret(*key, now, old_expires, impl->random()));
    } else {
      ASSIGN_OR_RETURN(*credential, ReplaceKey(draft.row, kind, *key, now,
                                               old_expires, impl->random()));
      event.set_new_key_id(credential->key_id());
      draft.ends_credential = overlap == absl::ZeroDuration();
    }
    return draft;
  };
  impl_->Change(caller.name, request.partner_id(), edit,
                AnswerCredential(credential, std::move(reply)));
}

void PartnerRegistry::RevokeKey(const Caller& caller,
                                const admin::v1::RevokeKeyRequest& request,
                                Reply<admin::v1::RevokeKeyResponse> reply) {
  const auto edit = [impl = impl_.get(), request](
                        const PartnerEntry* current) -> absl::StatusOr<Draft> {
    ASSIGN_OR_RETURN(const ContractTraits::Key kind, KeyKindOf(*impl, current));
    if (request.old_secrets_only() && kind != ContractTraits::Key::kHmac) {
      return Invalid("old_secrets_only", "NOT_ALLOWED",
                     "The partner's keys have no secrets");
    }
    const absl::Time now = impl->Now();
    Draft draft = DraftOf(*current, now);
    ASSIGN_OR_RETURN(StoredPartner::Key* const key,
                     FindActiveKey(draft.row, request.key_id(), now));
    if (request.old_secrets_only()) {
      if (key->secrets_size() <= 1) return Draft{.row = current->row};
      DropOldSecrets(*key);
    } else {
      key->set_revoked(true);
      key->clear_secrets();
      draft.ends_credential = true;
    }
    auto& event = *draft.events.emplace_back().mutable_key_revoked();
    event.set_key_id(key->key_id());
    event.set_old_secrets_only(request.old_secrets_only());
    return draft;
  };
  impl_->Change(caller.name, request.partner_id(), edit,
                AnswerPartner(impl_.get(), std::move(reply)));
}

}  // namespace rollbook::services
