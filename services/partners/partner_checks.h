#ifndef ROLLBOOK_SERVICES_PARTNERS_PARTNER_CHECKS_H_
#define ROLLBOOK_SERVICES_PARTNERS_PARTNER_CHECKS_H_

#include <string_view>

#include "absl/status/status.h"
#include "rollbook/admin/v1/admin_service.pb.h"
#include "services/partners/partner_contract.h"
#include "services/violations.h"

namespace rollbook::services {

// 1 to 64 of a-z, 0-9 and '-', beginning with a letter.
bool IsPartnerId(std::string_view text);

// INVALID_ARGUMENT with everything that is wrong with the request.
absl::Status Check(const admin::v1::CreatePartnerRequest& request,
                   const ContractCatalogue& catalogue);

// Adds what is wrong with the policy of a partner with this contract (null: an
// unknown one, whose fields are not looked at), as "policy.…".
void CheckPolicy(const admin::v1::PartnerPolicy& policy,
                 const ContractTraits* contract, Violations& violations);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_PARTNERS_PARTNER_CHECKS_H_
