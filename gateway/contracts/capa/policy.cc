#include "gateway/contracts/capa/policy.h"

#include <array>

namespace rollbook::gateway::capa {
namespace {

constexpr auto kFields = std::to_array<Field>({
    {kExternalUserId, "external_id", user::v1::PROFILE_FIELD_EXTERNAL_ID, true,
     255, nullptr},
    {kMethod, "sign_in_method", user::v1::PROFILE_FIELD_SIGN_IN_METHOD, false,
     0, nullptr},
    {kIdentifier, "sign_in_identifier",
     user::v1::PROFILE_FIELD_SIGN_IN_IDENTIFIER, false, 254, nullptr},
    {kIdentifier, "email", user::v1::PROFILE_FIELD_EMAIL, false, 0, nullptr},
    {kIdentifier, "phone_number", user::v1::PROFILE_FIELD_PHONE_NUMBER, false,
     0, nullptr},
    {kUserType, "user_type", user::v1::PROFILE_FIELD_USER_TYPE, false, 0,
     nullptr},
    {kAlias, "alias", user::v1::PROFILE_FIELD_ALIAS, false, 128, nullptr},
});

constexpr FieldTable kTable(kFields);

}  // namespace

const FieldTable& Fields() { return kTable; }

std::unique_ptr<const Policy> MakePolicy(
    const admin::v1::PartnerPolicy& policy) {
  auto made = std::make_unique<Policy>();
  user::v1::ProfileRules& rules = made->rules;
  // The id makes a create idempotent: there is no contract without it.
  rules.add_required(user::v1::PROFILE_FIELD_EXTERNAL_ID);
  kTable.AddLimits(rules);
  for (const Field& field : kFields) {
    if (field.name != kExternalUserId && field.name != kIdentifier &&
        FieldTable::IsRequired(field, policy)) {
      rules.add_required(field.id);
    }
  }
  made->identifier_always_required = FieldTable::IsNamed(kIdentifier, policy);
  rules.set_unique_email(policy.unique_email());
  rules.set_phone(user::v1::PHONE_RULE_POSSIBLE);
  made->refuse_unknown_members =
      policy.unknown_members() == admin::v1::UNKNOWN_MEMBERS_REFUSE;
  return made;
}

}  // namespace rollbook::gateway::capa
