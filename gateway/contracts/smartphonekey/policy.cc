#include "gateway/contracts/smartphonekey/policy.h"

#include <array>
#include <string>

namespace rollbook::gateway::smartphonekey {
namespace {

using user::v1::Profile;

constexpr auto kFields = std::to_array<Field>({
    {kUserId, "external_id", user::v1::PROFILE_FIELD_EXTERNAL_ID, true, 36,
     nullptr},
    {"email", "email", user::v1::PROFILE_FIELD_EMAIL, true, 0,
     [](Profile& p) { return p.mutable_email(); }},
    {"firstName", "first_name", user::v1::PROFILE_FIELD_FIRST_NAME, false, 100,
     [](Profile& p) { return p.mutable_first_name(); }},
    {"lastName", "last_name", user::v1::PROFILE_FIELD_LAST_NAME, false, 100,
     [](Profile& p) { return p.mutable_last_name(); }},
    {kPhoneNumber, "phone_number", user::v1::PROFILE_FIELD_PHONE_NUMBER, false,
     32, [](Profile& p) { return p.mutable_phone_number(); }},
});

constexpr FieldTable kTable(kFields);

}  // namespace

const FieldTable& Fields() { return kTable; }

std::unique_ptr<const Policy> MakePolicy(
    const admin::v1::PartnerPolicy& policy) {
  auto made = std::make_unique<Policy>();
  user::v1::ProfileRules& rules = made->rules;
  kTable.AddRules(policy, rules);
  // Without the id no route of the contract could name the user.
  if (!Requires(rules, user::v1::PROFILE_FIELD_EXTERNAL_ID)) {
    rules.add_required(user::v1::PROFILE_FIELD_EXTERNAL_ID);
  }
  rules.set_external_id_ignore_case(true);
  rules.set_unique_email(policy.unique_email());
  rules.set_phone(user::v1::PHONE_RULE_FREE_TEXT);
  made->refuse_unknown_members =
      policy.unknown_members() == admin::v1::UNKNOWN_MEMBERS_REFUSE;
  return made;
}

}  // namespace rollbook::gateway::smartphonekey
