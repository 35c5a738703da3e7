#ifndef ROLLBOOK_SERVICES_PARTNERS_PARTNER_ANSWERS_H_
#define ROLLBOOK_SERVICES_PARTNERS_PARTNER_ANSWERS_H_

#include <memory>
#include <utility>

#include "rollbook/admin/v1/admin_service.pb.h"
#include "services/partners/partner_mapper.h"
#include "services/partners/partner_registry_impl.h"
#include "services/positions.h"

// What the registry's changes answer, from what was committed.
namespace rollbook::services {

// {partner, position}.
template <typename Response>
PartnerRegistry::Impl::Done AnswerPartner(const PartnerRegistry::Impl* impl,
                                          Reply<Response> reply) {
  return [impl, reply = std::move(reply)](
             absl::StatusOr<PartnerRegistry::Impl::Committed> done) mutable {
    if (!done.ok()) return reply(std::move(done).status());
    Response response;
    *response.mutable_partner() = ToPartner(*done->entry, impl->Now());
    SetPosition(done->position, response.mutable_position());
    reply(std::move(response));
  };
}

// {credential, position}; the edit fills `credential`.
template <typename Response>
PartnerRegistry::Impl::Done AnswerCredential(
    std::shared_ptr<admin::v1::NewCredential> credential,
    Reply<Response> reply) {
  return [credential = std::move(credential), reply = std::move(reply)](
             absl::StatusOr<PartnerRegistry::Impl::Committed> done) mutable {
    if (!done.ok()) return reply(std::move(done).status());
    Response response;
    *response.mutable_credential() = std::move(*credential);
    SetPosition(done->position, response.mutable_position());
    reply(std::move(response));
  };
}

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_PARTNERS_PARTNER_ANSWERS_H_
