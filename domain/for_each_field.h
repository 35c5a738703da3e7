#ifndef ROLLBOOK_DOMAIN_FOR_EACH_FIELD_H_
#define ROLLBOOK_DOMAIN_FOR_EACH_FIELD_H_

#include "domain/profile_field.h"

namespace rollbook::domain {

// Calls visit(field, get) for every field in the order of the enum. `get` takes
// a Profile or a ProfileInput, const or not, and returns a reference to that
// member (always a std::optional):
//
//   ForEachField([&](ProfileField field, auto get) {
//     if (get(before) != get(after)) changed.Add(field);
//   });
//
// The one list that has to grow with the profile.
template <typename Visit>
constexpr void ForEachField(Visit&& visit) {
  using enum ProfileField;
  visit(
      kExternalId, [](auto& p) -> auto& { return p.external_id; });
  visit(
      kEmail, [](auto& p) -> auto& { return p.email; });
  visit(
      kFirstName, [](auto& p) -> auto& { return p.first_name; });
  visit(
      kLastName, [](auto& p) -> auto& { return p.last_name; });
  visit(
      kDateOfBirth, [](auto& p) -> auto& { return p.date_of_birth; });
  visit(
      kPhoneNumber, [](auto& p) -> auto& { return p.phone_number; });
  visit(
      kAddressLine1, [](auto& p) -> auto& { return p.address.line1; });
  visit(
      kAddressLine2, [](auto& p) -> auto& { return p.address.line2; });
  visit(
      kAddressCity, [](auto& p) -> auto& { return p.address.city; });
  visit(
      kAddressPostalCode,
      [](auto& p) -> auto& { return p.address.postal_code; });
  visit(
      kAddressProvince, [](auto& p) -> auto& { return p.address.province; });
  visit(
      kAddressCountry, [](auto& p) -> auto& { return p.address.country; });
  visit(
      kResidencyCountry, [](auto& p) -> auto& { return p.residency_country; });
  visit(
      kTaxResidencyCountry,
      [](auto& p) -> auto& { return p.tax_residency.country; });
  visit(
      kTaxResidencyProofType,
      [](auto& p) -> auto& { return p.tax_residency.proof_type; });
  visit(
      kTaxResidencyValue,
      [](auto& p) -> auto& { return p.tax_residency.value; });
  visit(
      kOccupation, [](auto& p) -> auto& { return p.occupation; });
  visit(
      kIsCiroAffiliate, [](auto& p) -> auto& { return p.is_ciro_affiliate; });
  visit(
      kAlias, [](auto& p) -> auto& { return p.alias; });
  visit(
      kUserType, [](auto& p) -> auto& { return p.user_type; });
  visit(
      kSignInMethod, [](auto& p) -> auto& { return p.sign_in_method; });
  visit(
      kSignInIdentifier, [](auto& p) -> auto& { return p.sign_in_identifier; });
}

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_FOR_EACH_FIELD_H_
