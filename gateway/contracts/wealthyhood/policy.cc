#include "gateway/contracts/wealthyhood/policy.h"

#include <array>
#include <string>

namespace rollbook::gateway::wealthyhood {
namespace {

using user::v1::Profile;

constexpr auto kFields = std::to_array<Field>({
    {"email", "email", user::v1::PROFILE_FIELD_EMAIL, true, 0,
     [](Profile& p) { return p.mutable_email(); }},
    {"firstName", "first_name", user::v1::PROFILE_FIELD_FIRST_NAME, true, 100,
     [](Profile& p) { return p.mutable_first_name(); }},
    {"lastName", "last_name", user::v1::PROFILE_FIELD_LAST_NAME, true, 100,
     [](Profile& p) { return p.mutable_last_name(); }},
    {"dateOfBirth", "date_of_birth", user::v1::PROFILE_FIELD_DATE_OF_BIRTH,
     true, 0, [](Profile& p) { return p.mutable_date_of_birth(); }},
    {"residencyCountry", "residency_country",
     user::v1::PROFILE_FIELD_RESIDENCY_COUNTRY, true, 0,
     [](Profile& p) { return p.mutable_residency_country(); }},
    {"address.line1", "address.line1", user::v1::PROFILE_FIELD_ADDRESS_LINE1,
     true, 200,
     [](Profile& p) { return p.mutable_address()->mutable_line1(); }},
    {"address.line2", "address.line2", user::v1::PROFILE_FIELD_ADDRESS_LINE2,
     false, 200,
     [](Profile& p) { return p.mutable_address()->mutable_line2(); }},
    {"address.city", "address.city", user::v1::PROFILE_FIELD_ADDRESS_CITY, true,
     100, [](Profile& p) { return p.mutable_address()->mutable_city(); }},
    {kPostalCode, "address.postal_code",
     user::v1::PROFILE_FIELD_ADDRESS_POSTAL_CODE, true, 20,
     [](Profile& p) { return p.mutable_address()->mutable_postal_code(); }},
    {"address.countryCode", "address.country",
     user::v1::PROFILE_FIELD_ADDRESS_COUNTRY, true, 0,
     [](Profile& p) { return p.mutable_address()->mutable_country(); }},
    {"taxResidency.countryCode", "tax_residency.country",
     user::v1::PROFILE_FIELD_TAX_RESIDENCY_COUNTRY, true, 0,
     [](Profile& p) { return p.mutable_tax_residency()->mutable_country(); }},
    {"taxResidency.proofType", "tax_residency.proof_type",
     user::v1::PROFILE_FIELD_TAX_RESIDENCY_PROOF_TYPE, true, 32,
     [](Profile& p) {
       return p.mutable_tax_residency()->mutable_proof_type();
     }},
    {"taxResidency.value", "tax_residency.value",
     user::v1::PROFILE_FIELD_TAX_RESIDENCY_VALUE, true, 128,
     [](Profile& p) { return p.mutable_tax_residency()->mutable_value(); }},
});

constexpr FieldTable kTable(kFields);

bool IsNested(const Field& field) {
  return field.name.find('.') != std::string_view::npos;
}

// Naming an object in a policy requires it with all that is required in it.
bool IsRequiredAlways(const Field& field,
                      const admin::v1::PartnerPolicy& policy) {
  if (!IsNested(field)) return FieldTable::IsRequired(field, policy);
  const std::string_view object = field.name.substr(0, field.name.find('.'));
  return FieldTable::IsNamed(field.name, policy) ||
         (field.required && FieldTable::IsNamed(object, policy));
}

}  // namespace

const FieldTable& Fields() { return kTable; }

bool IsIn(std::string_view object, const Field& field) {
  return field.name.size() > object.size() && field.name.starts_with(object) &&
         field.name[object.size()] == '.';
}

std::unique_ptr<const Policy> MakePolicy(
    const admin::v1::PartnerPolicy& policy) {
  auto made = std::make_unique<Policy>();
  user::v1::ProfileRules& rules = made->rules;
  kTable.AddLimits(rules);
  for (const Field& field : kFields) {
    if (IsRequiredAlways(field, policy)) {
      rules.add_required(field.id);
    } else if (field.required && IsIn(kAddress, field)) {
      made->required_in_address.push_back(field.id);
    } else if (field.required && IsIn(kTaxResidency, field)) {
      made->required_in_tax_residency.push_back(field.id);
    }
  }
  rules.set_min_age(policy.min_age());
  rules.set_unique_email(!policy.has_unique_email() || policy.unique_email());
  made->refuse_unknown_members =
      policy.unknown_members() == admin::v1::UNKNOWN_MEMBERS_REFUSE;
  return made;
}

}  // namespace rollbook::gateway::wealthyhood
