#include "services/test_events.h"

#include <string>

namespace rollbook::services {
namespace {

using domain::CountryCode;
using domain::Email;
using domain::Text;

Text T(const char* text) { return Text::FromStored(text); }

domain::Profile FullProfile() {
  domain::Profile profile;
  profile.external_id = T("partner-user-42");
  profile.email = Email::FromStored("jane.doe@example.com");
  profile.first_name = T("Jane");
  profile.last_name = T("Do\xC3\xA9");
  profile.date_of_birth = domain::Date::FromStored("1990-05-15");
  profile.phone_number =
      domain::PhoneNumber::FromStored("+1 416-555-0123", "+14165550123");
  profile.address.line1 = T("123 Main St");
  profile.address.line2 = T("Suite 400");
  profile.address.city = T("Toronto");
  profile.address.postal_code = domain::PostalCode::FromStored("10115", true);
  profile.address.province = T("ON");
  profile.address.country = CountryCode::FromStored("CA");
  profile.residency_country = CountryCode::FromStored("XK");
  profile.tax_residency.country = CountryCode::FromStored("DE");
  profile.tax_residency.proof_type = T("TIN");
  profile.tax_residency.value = T("DE123");
  profile.occupation = T("Software Engineer");
  profile.is_ciro_affiliate = false;
  profile.alias = T("jd");
  profile.user_type = domain::UserType::kBusiness;
  profile.sign_in_method = domain::SignInMethod::kNone;
  profile.sign_in_identifier = T("jane-login");
  return profile;
}

}  // namespace

std::vector<domain::Event> SampleEvents() {
  using domain::KycStatus;
  using domain::ProfileField;
  using domain::UserStatus;

  domain::UserProfileUpdated updated;
  updated.patch.changed.first_name = T("Janet");
  updated.patch.changed.address.line1 = T("1 Side St");
  updated.patch.cleared = {ProfileField::kOccupation,
                           ProfileField::kAddressLine2};
  domain::UserEmailChanged email;
  email.email = Email::FromStored("janet@example.org");
  email.email_claimed = true;
  domain::UserPhoneNumberChanged phone;
  phone.phone_number =
      domain::PhoneNumber::FromStored("555-0199", std::nullopt);

  return {
      domain::UserCreated{FullProfile(), UserStatus::kPendingCompliance, false,
                          true},
      updated,
      email,
      domain::UserEmailVerified{email.email},
      domain::UserEmailVerified{},
      domain::UserEmailChanged{},
      phone,
      domain::UserPhoneNumberChanged{},
      domain::UserKycRecorded{KycStatus::kPassed, T("documents match")},
      domain::UserKycRecorded{KycStatus::kFailed},
      domain::UserStatusChanged{UserStatus::kPendingCompliance,
                                UserStatus::kActive, T("approved by Ann")},
      domain::UserErased{},
      domain::UserErased{"GDPR-17", std::string(32, 'h')},
      domain::UserHeld{T("court order")},
      domain::UserReleased{T("case closed")},
      domain::UserReleased{},
      domain::UserCreated{domain::Profile(), UserStatus::kActive, false, false},
  };
}

}  // namespace rollbook::services
