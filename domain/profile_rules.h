#ifndef ROLLBOOK_DOMAIN_PROFILE_RULES_H_
#define ROLLBOOK_DOMAIN_PROFILE_RULES_H_

#include <array>
#include <cstddef>
#include <cstdint>

#include "domain/profile_field.h"

namespace rollbook::domain {

// What a phone number must look like.
enum class PhoneRule {
  kFreeText,  // any text within the limit
  kPossible,  // international with a leading +, and a possible number
};

// What a caller demands of a profile beyond what every profile must be: the
// field table of a contract, merged with the partner's policy. The default is
// what a microservice gets: nothing is required, formats and general limits are
// always checked. Rules may depend on the request: a contract whose optional
// object has required members adds them to `required` when the object is there.
struct ProfileRules {
  FieldSet required;
  // Indexed by field number; 0: the general limit. A limit can only be lower
  // than the general one.
  std::array<uint16_t, kLastProfileField + 1> max_code_points{};
  int min_age_years = 0;  // 0: none
  // E-mail addresses are unique per partner.
  bool unique_email = false;
  // External ids that differ in ASCII case only are one id.
  bool external_id_ignore_case = false;
  // Province and postal code are required for CA and US, and a Canadian postal
  // code has the Canadian form (contract section 1.3).
  bool address_by_country = false;
  // For CA and US the province is an ISO 3166-2 subdivision.
  bool check_subdivision = false;
  PhoneRule phone = PhoneRule::kFreeText;

  // The limit in force for a text field, in code points.
  size_t MaxCodePoints(ProfileField field) const;
  void SetMaxCodePoints(ProfileField field, uint16_t limit) {
    max_code_points[static_cast<size_t>(field)] = limit;
  }

  friend bool operator==(const ProfileRules&, const ProfileRules&) = default;
};

// The general limit of a text field in code points; 0 for a field that is no
// free text (e-mail, dates, countries, enums).
size_t GeneralMaxCodePoints(ProfileField field);

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_PROFILE_RULES_H_
