#include "gateway/contracts/boca_raton/policy.h"

#include "gateway/contracts/boca_raton/fields.h"

namespace rollbook::gateway::boca_raton {

bool Policy::Requires(user::v1::ProfileField field) const {
  return gateway::Requires(rules, field);
}

std::unique_ptr<const Policy> MakePolicy(
    const admin::v1::PartnerPolicy& policy) {
  auto made = std::make_unique<Policy>();
  user::v1::ProfileRules& rules = made->rules;
  Fields().AddRules(policy, rules);
  // Without an external id no route of the contract could name the user.
  if (!made->Requires(user::v1::PROFILE_FIELD_EXTERNAL_ID)) {
    rules.add_required(user::v1::PROFILE_FIELD_EXTERNAL_ID);
  }
  rules.set_min_age(policy.has_min_age() ? policy.min_age() : kMinAge);
  rules.set_unique_email(policy.unique_email());
  // "Required for CA and US" is part of the required set: a policy that names
  // the set and leaves both fields out does not want it.
  rules.set_address_by_country(
      !policy.has_required_fields() ||
      made->Requires(user::v1::PROFILE_FIELD_ADDRESS_PROVINCE) ||
      made->Requires(user::v1::PROFILE_FIELD_ADDRESS_POSTAL_CODE));
  rules.set_check_subdivision(!policy.has_check_address() ||
                              policy.check_address());
  made->refuse_unknown_members =
      policy.unknown_members() == admin::v1::UNKNOWN_MEMBERS_REFUSE;
  return made;
}

}  // namespace rollbook::gateway::boca_raton
