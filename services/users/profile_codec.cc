#include "services/users/profile_codec.h"

#include <optional>
#include <string>
#include <utility>

namespace rollbook::services {
namespace {

using storage::v1::StoredAddress;
using storage::v1::StoredProfile;
using storage::v1::StoredTaxResidency;

bool HasAny(const domain::Address& address) {
  return address != domain::Address{};
}

bool HasAny(const domain::TaxResidency& residency) {
  return residency != domain::TaxResidency{};
}

void StoreAddress(const domain::Address& address, StoredAddress& out) {
  if (address.line1) out.set_line1(address.line1->text());
  if (address.line2) out.set_line2(address.line2->text());
  if (address.city) out.set_city(address.city->text());
  if (address.postal_code) {
    out.set_postal_code(address.postal_code->text());
    out.set_postal_code_is_number(address.postal_code->is_number());
  }
  if (address.province) out.set_province(address.province->text());
  if (address.country) out.set_country(address.country->text());
}

void StoreTaxResidency(const domain::TaxResidency& residency,
                       StoredTaxResidency& out) {
  if (residency.country) out.set_country(residency.country->text());
  if (residency.proof_type) out.set_proof_type(residency.proof_type->text());
  if (residency.value) out.set_value(residency.value->text());
}

// The value of a stored text, which is taken out of its message.
template <typename Value, typename Message>
std::optional<Value> Take(Message& stored, bool (Message::*has)() const,
                          std::string* (Message::*text)()) {
  if (!(stored.*has)()) return std::nullopt;
  return Value::FromStored(std::move(*(stored.*text)()));
}

domain::Address TakeAddress(StoredAddress& stored) {
  using domain::Text;
  domain::Address address;
  address.line1 = Take<Text>(stored, &StoredAddress::has_line1,
                             &StoredAddress::mutable_line1);
  address.line2 = Take<Text>(stored, &StoredAddress::has_line2,
                             &StoredAddress::mutable_line2);
  address.city = Take<Text>(stored, &StoredAddress::has_city,
                            &StoredAddress::mutable_city);
  if (stored.has_postal_code()) {
    address.postal_code =
        domain::PostalCode::FromStored(std::move(*stored.mutable_postal_code()),
                                       stored.postal_code_is_number());
  }
  address.province = Take<Text>(stored, &StoredAddress::has_province,
                                &StoredAddress::mutable_province);
  address.country = Take<domain::CountryCode>(
      stored, &StoredAddress::has_country, &StoredAddress::mutable_country);
  return address;
}

domain::TaxResidency TakeTaxResidency(StoredTaxResidency& stored) {
  using domain::Text;
  domain::TaxResidency residency;
  residency.country =
      Take<domain::CountryCode>(stored, &StoredTaxResidency::has_country,
                                &StoredTaxResidency::mutable_country);
  residency.proof_type = Take<Text>(stored, &StoredTaxResidency::has_proof_type,
                                    &StoredTaxResidency::mutable_proof_type);
  residency.value = Take<Text>(stored, &StoredTaxResidency::has_value,
                               &StoredTaxResidency::mutable_value);
  return residency;
}

std::optional<domain::PhoneNumber> TakePhoneNumber(StoredProfile& stored) {
  if (!stored.has_phone_number()) return std::nullopt;
  std::optional<std::string> e164;
  if (stored.has_phone_number_e164()) {
    e164 = std::move(*stored.mutable_phone_number_e164());
  }
  return domain::PhoneNumber::FromStored(
      std::move(*stored.mutable_phone_number()), std::move(e164));
}

}  // namespace

void StoreProfile(const domain::Profile& profile, StoredProfile& out) {
  if (profile.email) out.set_email(profile.email->text());
  if (profile.first_name) out.set_first_name(profile.first_name->text());
  if (profile.last_name) out.set_last_name(profile.last_name->text());
  if (profile.date_of_birth) {
    out.set_date_of_birth(profile.date_of_birth->text());
  }
  if (profile.phone_number) {
    out.set_phone_number(profile.phone_number->text());
    if (profile.phone_number->e164()) {
      out.set_phone_number_e164(*profile.phone_number->e164());
    }
  }
  if (HasAny(profile.address)) {
    StoreAddress(profile.address, *out.mutable_address());
  }
  if (profile.residency_country) {
    out.set_residency_country(profile.residency_country->text());
  }
  if (HasAny(profile.tax_residency)) {
    StoreTaxResidency(profile.tax_residency, *out.mutable_tax_residency());
  }
  if (profile.occupation) out.set_occupation(profile.occupation->text());
  if (profile.is_ciro_affiliate) {
    out.set_is_ciro_affiliate(*profile.is_ciro_affiliate);
  }
  if (profile.alias) out.set_alias(profile.alias->text());
  if (profile.user_type) {
    out.set_user_type(static_cast<uint32_t>(*profile.user_type) + 1);
  }
  if (profile.sign_in_method) {
    out.set_sign_in_method(static_cast<uint32_t>(*profile.sign_in_method) + 1);
  }
  if (profile.sign_in_identifier) {
    out.set_sign_in_identifier(profile.sign_in_identifier->text());
  }
}

domain::Profile TakeProfile(StoredProfile& stored) {
  using domain::Text;
  domain::Profile profile;
  profile.email = Take<domain::Email>(stored, &StoredProfile::has_email,
                                      &StoredProfile::mutable_email);
  profile.first_name = Take<Text>(stored, &StoredProfile::has_first_name,
                                  &StoredProfile::mutable_first_name);
  profile.last_name = Take<Text>(stored, &StoredProfile::has_last_name,
                                 &StoredProfile::mutable_last_name);
  profile.date_of_birth =
      Take<domain::Date>(stored, &StoredProfile::has_date_of_birth,
                         &StoredProfile::mutable_date_of_birth);
  profile.phone_number = TakePhoneNumber(stored);
  if (stored.has_address()) {
    profile.address = TakeAddress(*stored.mutable_address());
  }
  profile.residency_country =
      Take<domain::CountryCode>(stored, &StoredProfile::has_residency_country,
                                &StoredProfile::mutable_residency_country);
  if (stored.has_tax_residency()) {
    profile.tax_residency = TakeTaxResidency(*stored.mutable_tax_residency());
  }
  profile.occupation = Take<Text>(stored, &StoredProfile::has_occupation,
                                  &StoredProfile::mutable_occupation);
  if (stored.has_is_ciro_affiliate()) {
    profile.is_ciro_affiliate = stored.is_ciro_affiliate();
  }
  profile.alias = Take<Text>(stored, &StoredProfile::has_alias,
                             &StoredProfile::mutable_alias);
  if (stored.user_type() != 0) {
    profile.user_type = domain::UserType(stored.user_type() - 1);
  }
  if (stored.sign_in_method() != 0) {
    profile.sign_in_method = domain::SignInMethod(stored.sign_in_method() - 1);
  }
  profile.sign_in_identifier =
      Take<Text>(stored, &StoredProfile::has_sign_in_identifier,
                 &StoredProfile::mutable_sign_in_identifier);
  return profile;
}

}  // namespace rollbook::services
