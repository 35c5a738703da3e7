#include "domain/profile_rules.h"

#include <algorithm>

#include "domain/phone_number.h"

namespace rollbook::domain {

// The widest that a contract allows.
size_t GeneralMaxCodePoints(ProfileField field) {
  switch (field) {
    case ProfileField::kExternalId:
      return 255;
    case ProfileField::kFirstName:
    case ProfileField::kLastName:
    case ProfileField::kAddressCity:
    case ProfileField::kAddressProvince:
    case ProfileField::kOccupation:
      return 100;
    case ProfileField::kPhoneNumber:
      return kPhoneNumberMaxCodePoints;
    case ProfileField::kAddressLine1:
    case ProfileField::kAddressLine2:
      return 200;
    case ProfileField::kAddressPostalCode:
      return 20;
    case ProfileField::kTaxResidencyProofType:
      return 32;
    case ProfileField::kTaxResidencyValue:
    case ProfileField::kAlias:
      return 128;
    case ProfileField::kSignInIdentifier:
      return 254;
    case ProfileField::kEmail:
    case ProfileField::kDateOfBirth:
    case ProfileField::kAddressCountry:
    case ProfileField::kResidencyCountry:
    case ProfileField::kTaxResidencyCountry:
    case ProfileField::kIsCiroAffiliate:
    case ProfileField::kUserType:
    case ProfileField::kSignInMethod:
      return 0;
  }
  return 0;
}

size_t ProfileRules::MaxCodePoints(ProfileField field) const {
  const size_t general = GeneralMaxCodePoints(field);
  const size_t own = max_code_points[static_cast<size_t>(field)];
  return own == 0 ? general : std::min(general, own);
}

}  // namespace rollbook::domain
