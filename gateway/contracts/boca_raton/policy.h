#ifndef ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_POLICY_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_POLICY_H_

#include <memory>

#include "gateway/credential.h"
#include "rollbook/admin/v1/partner.pb.h"
#include "rollbook/user/v1/user.pb.h"

namespace rollbook::gateway::boca_raton {

// The youngest user, where the partner's policy does not say (section 1.3).
inline constexpr uint32_t kMinAge = 18;

// What the contract's table and the partner's policy together demand.
struct Policy final : public ContractPolicy {
  // Sent with every create and update; the service checks them.
  user::v1::ProfileRules rules;
  bool refuse_unknown_members = false;

  bool Requires(user::v1::ProfileField field) const;
};

std::unique_ptr<const Policy> MakePolicy(
    const admin::v1::PartnerPolicy& policy);

}  // namespace rollbook::gateway::boca_raton

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_POLICY_H_
