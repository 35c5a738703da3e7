#ifndef ROLLBOOK_DOMAIN_PROFILE_H_
#define ROLLBOOK_DOMAIN_PROFILE_H_

#include <optional>

#include "domain/country.h"
#include "domain/date.h"
#include "domain/email.h"
#include "domain/enums.h"
#include "domain/phone_number.h"
#include "domain/postal_code.h"
#include "domain/profile_field.h"
#include "domain/text.h"

namespace rollbook::domain {

struct Address {
  std::optional<Text> line1;
  std::optional<Text> line2;
  std::optional<Text> city;
  std::optional<PostalCode> postal_code;
  std::optional<Text> province;
  std::optional<CountryCode> country;

  friend bool operator==(const Address&, const Address&) = default;
};

struct TaxResidency {
  std::optional<CountryCode> country;
  std::optional<Text> proof_type;
  std::optional<Text> value;

  friend bool operator==(const TaxResidency&, const TaxResidency&) = default;
};

// What is known of a user: every value well formed, none of them demanded. The
// external id is one of the fields, although nothing changes it after creation.
// A value; walk its members with ForEachField (domain/for_each_field.h).
struct Profile {
  std::optional<Text> external_id;
  std::optional<Email> email;
  std::optional<Text> first_name;
  std::optional<Text> last_name;
  std::optional<Date> date_of_birth;
  std::optional<PhoneNumber> phone_number;
  Address address;
  std::optional<CountryCode> residency_country;
  TaxResidency tax_residency;
  std::optional<Text> occupation;
  std::optional<bool> is_ciro_affiliate;
  std::optional<Text> alias;
  std::optional<UserType> user_type;
  std::optional<SignInMethod> sign_in_method;
  std::optional<Text> sign_in_identifier;

  friend bool operator==(const Profile&, const Profile&) = default;
};

// A change of some fields: new values, and fields to clear. A field is in one
// of the two at most.
struct ProfilePatch {
  Profile changed;
  FieldSet cleared;

  friend bool operator==(const ProfilePatch&, const ProfilePatch&) = default;
};

// The fields that have a value.
FieldSet PresentFields(const Profile& profile);

// The fields a patch touches.
FieldSet TouchedFields(const ProfilePatch& patch);

// `profile` with the patch applied.
Profile Apply(Profile profile, const ProfilePatch& patch);

// What turns `before` into `after`: Apply(before, Diff(before, after)) ==
// after.
ProfilePatch Diff(const Profile& before, const Profile& after);

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_PROFILE_H_
