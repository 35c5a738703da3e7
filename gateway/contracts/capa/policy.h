#ifndef ROLLBOOK_GATEWAY_CONTRACTS_CAPA_POLICY_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_CAPA_POLICY_H_

#include <memory>

#include "gateway/credential.h"
#include "gateway/mapping/field_table.h"
#include "rollbook/admin/v1/partner.pb.h"
#include "rollbook/user/v1/user.pb.h"

namespace rollbook::gateway::capa {

inline constexpr std::string_view kExternalUserId = "externalUserId";
inline constexpr std::string_view kMethod = "method";
inline constexpr std::string_view kIdentifier = "identifier";
inline constexpr std::string_view kUserType = "userType";
inline constexpr std::string_view kAlias = "alias";

// The table of contract section 2. `identifier` has a row for each thing that
// it may be, by the method.
const FieldTable& Fields();

// What the contract's table and the partner's policy together demand.
struct Policy final : public ContractPolicy {
  // Without the identifier, which depends on the request's method.
  user::v1::ProfileRules rules;
  // With the method NONE too.
  bool identifier_always_required = false;
  bool refuse_unknown_members = false;
};

std::unique_ptr<const Policy> MakePolicy(
    const admin::v1::PartnerPolicy& policy);

}  // namespace rollbook::gateway::capa

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_CAPA_POLICY_H_
