#include "domain/cross_field_rules.h"

#include "domain/country.h"

namespace rollbook::domain {
namespace {

constexpr std::string_view kCanada = "CA";

void CheckProvince(const Address& address, const ProfileRules& rules,
                   ViolationList& violations) {
  if (!HasSubdivisionTable(*address.country)) return;
  if (!address.province) {
    if (rules.address_by_country) {
      violations.AddRequired(ProfileField::kAddressProvince);
    }
  } else if (rules.check_subdivision &&
             !IsSubdivision(*address.country, address.province->text())) {
    violations.AddNotValid(ProfileField::kAddressProvince, "SUBDIVISION");
  }
}

void CheckPostalCode(const Address& address, const ProfileRules& rules,
                     ViolationList& violations) {
  if (!rules.address_by_country) return;
  if (!HasSubdivisionTable(*address.country)) return;
  if (!address.postal_code) {
    violations.AddRequired(ProfileField::kAddressPostalCode);
  } else if (address.country->text() == kCanada &&
             !address.postal_code->HasCanadianForm()) {
    violations.AddNotValid(ProfileField::kAddressPostalCode, "POSTAL_CODE");
  }
}

}  // namespace

void CheckAcrossFields(const Profile& profile, const ProfileRules& rules,
                       FieldSet touched, ViolationList& violations) {
  constexpr FieldSet kProvinceRule = {ProfileField::kAddressProvince,
                                      ProfileField::kAddressCountry};
  constexpr FieldSet kPostalCodeRule = {ProfileField::kAddressPostalCode,
                                        ProfileField::kAddressCountry};
  const Address& address = profile.address;
  if (!address.country) return;
  if (touched.Intersects(kProvinceRule)) {
    CheckProvince(address, rules, violations);
  }
  if (touched.Intersects(kPostalCodeRule)) {
    CheckPostalCode(address, rules, violations);
  }
}

}  // namespace rollbook::domain
