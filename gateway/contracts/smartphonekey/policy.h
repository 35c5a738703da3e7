#ifndef ROLLBOOK_GATEWAY_CONTRACTS_SMARTPHONEKEY_POLICY_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_SMARTPHONEKEY_POLICY_H_

#include <memory>

#include "gateway/credential.h"
#include "gateway/mapping/field_table.h"
#include "rollbook/admin/v1/partner.pb.h"
#include "rollbook/user/v1/user.pb.h"

namespace rollbook::gateway::smartphonekey {

inline constexpr std::string_view kUserId = "userId";
inline constexpr std::string_view kPhoneNumber = "phoneNumber";

// The members of contract section 3.1.
const FieldTable& Fields();

// What the contract's table and the partner's policy together demand.
struct Policy final : public ContractPolicy {
  user::v1::ProfileRules rules;
  bool refuse_unknown_members = false;
};

std::unique_ptr<const Policy> MakePolicy(
    const admin::v1::PartnerPolicy& policy);

}  // namespace rollbook::gateway::smartphonekey

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_SMARTPHONEKEY_POLICY_H_
