#ifndef ROLLBOOK_DOMAIN_PROFILE_INPUT_H_
#define ROLLBOOK_DOMAIN_PROFILE_INPUT_H_

#include <optional>
#include <string>

#include "domain/enums.h"

namespace rollbook::domain {

// What a caller sent of an address: not checked.
struct AddressInput {
  std::optional<std::string> line1;
  std::optional<std::string> line2;
  std::optional<std::string> city;
  std::optional<std::string> postal_code;
  std::optional<std::string> province;
  std::optional<std::string> country;
  // The postal code came as a JSON number.
  bool postal_code_is_number = false;
};

struct TaxResidencyInput {
  std::optional<std::string> country;
  std::optional<std::string> proof_type;
  std::optional<std::string> value;
};

// What a caller sent, untyped and unchecked. The members are those of Profile,
// so that ForEachField walks both. An enum may hold any number.
struct ProfileInput {
  std::optional<std::string> external_id;
  std::optional<std::string> email;
  std::optional<std::string> first_name;
  std::optional<std::string> last_name;
  std::optional<std::string> date_of_birth;
  std::optional<std::string> phone_number;
  AddressInput address;
  std::optional<std::string> residency_country;
  TaxResidencyInput tax_residency;
  std::optional<std::string> occupation;
  std::optional<bool> is_ciro_affiliate;
  std::optional<std::string> alias;
  std::optional<UserType> user_type;
  std::optional<SignInMethod> sign_in_method;
  std::optional<std::string> sign_in_identifier;
};

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_PROFILE_INPUT_H_
