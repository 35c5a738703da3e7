#ifndef ROLLBOOK_DOMAIN_TEST_USERS_H_
#define ROLLBOOK_DOMAIN_TEST_USERS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/civil_time.h"
#include "base/error.h"
#include "domain/evolve.h"
#include "domain/parse_profile.h"
#include "domain/profile_input.h"
#include "domain/profile_rules.h"
#include "domain/user.h"

// What the tests of this room share.
namespace rollbook::domain {

inline constexpr absl::CivilDay kToday(2026, 3, 13);

// The published example of contract section 1.3.
inline ProfileInput JaneDoe() {
  ProfileInput input;
  input.external_id = "partner-user-42";
  input.email = "jane.doe@example.com";
  input.first_name = "Jane";
  input.last_name = "Doe";
  input.date_of_birth = "1990-05-15";
  input.address.line1 = "123 Main St";
  input.address.line2 = "Suite 400";
  input.address.city = "Toronto";
  input.address.postal_code = "M5V 2T6";
  input.address.province = "ON";
  input.address.country = "CA";
  input.occupation = "Software Engineer";
  input.is_ciro_affiliate = false;
  return input;
}

// The table of contract section 1.3.
inline ProfileRules BocaRatonRules() {
  using enum ProfileField;
  ProfileRules rules;
  rules.required = {kExternalId,  kEmail,        kFirstName,   kLastName,
                    kDateOfBirth, kAddressLine1, kAddressCity, kAddressCountry};
  rules.SetMaxCodePoints(kExternalId, 128);
  rules.min_age_years = 18;
  rules.address_by_country = true;
  rules.check_subdivision = true;
  return rules;
}

inline UserState StateOf(const Profile& profile,
                         UserStatus status = UserStatus::kActive) {
  return Evolve({}, UserCreated{profile, status});
}

// "field CODE message" of every violation.
inline std::vector<std::string> ViolationsOf(const absl::Status& status) {
  std::vector<std::string> lines;
  for (const base::FieldViolation& violation :
       base::DetailsOf(status).violations) {
    lines.push_back(violation.field + " " + violation.code + " " +
                    violation.message);
  }
  return lines;
}

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_TEST_USERS_H_
