#ifndef ROLLBOOK_GATEWAY_CONTRACTS_WEALTHYHOOD_POLICY_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_WEALTHYHOOD_POLICY_H_

#include <memory>
#include <vector>

#include "gateway/credential.h"
#include "gateway/mapping/field_table.h"
#include "rollbook/admin/v1/partner.pb.h"
#include "rollbook/user/v1/user.pb.h"

namespace rollbook::gateway::wealthyhood {

inline constexpr std::string_view kAddress = "address";
inline constexpr std::string_view kPostalCode = "address.postalCode";
inline constexpr std::string_view kTaxResidency = "taxResidency";

// The table of contract section 4; members of its two objects by path. That
// they are required, where they are, holds when the object is there.
const FieldTable& Fields();

// Whether the field is a member of this object.
bool IsIn(std::string_view object, const Field& field);

// What the contract's table and the partner's policy together demand.
struct Policy final : public ContractPolicy {
  user::v1::ProfileRules rules;
  // Required when their object is there.
  std::vector<user::v1::ProfileField> required_in_address;
  std::vector<user::v1::ProfileField> required_in_tax_residency;
  bool refuse_unknown_members = false;
};

std::unique_ptr<const Policy> MakePolicy(
    const admin::v1::PartnerPolicy& policy);

}  // namespace rollbook::gateway::wealthyhood

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_WEALTHYHOOD_POLICY_H_
