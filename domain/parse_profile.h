#ifndef ROLLBOOK_DOMAIN_PARSE_PROFILE_H_
#define ROLLBOOK_DOMAIN_PARSE_PROFILE_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "domain/profile.h"
#include "domain/profile_field.h"
#include "domain/profile_input.h"
#include "domain/profile_rules.h"
#include "domain/text.h"

// From what a caller sent to values that cannot be malformed. Pure functions.
//
// Errors are INVALID_PROFILE with one violation for every failing field, in the
// order of ProfileField. Codes and messages (contract section 1.2):
//
//   REQUIRED     Is required
//   LENGTH       Must be between {min} and {max} characters
//   EMAIL        Must be a valid email address
//   DATE         Must be a valid date in YYYY-MM-DD format
//   ONE_OF       Must be one of: …
//   COUNTRY, SUBDIVISION, POSTAL_CODE, PHONE, IMMUTABLE, NOT_VALID
//                Is not valid
namespace rollbook::domain {

// A new user's profile. "" in a text field counts as absent. `today` is the UTC
// date. Checks everything but the age, which is a decision (USER_UNDER_AGE) and
// comes after all violations.
absl::StatusOr<Profile> ParseProfile(const ProfileInput& input,
                                     const ProfileRules& rules,
                                     absl::CivilDay today);

// A change of the fields in `mask`; what `input` holds beside them is not
// looked at. A field that is absent or "" is cleared, which is a violation for
// a required one. The external id cannot be in the mask. Rules across fields
// are checked here when the mask holds all of their fields, so that they are
// reported with the rest, and in any case by Decide on the resulting profile.
absl::StatusOr<ProfilePatch> ParsePatch(const ProfileInput& input,
                                        FieldSet mask,
                                        const ProfileRules& rules,
                                        absl::CivilDay today);

inline constexpr size_t kReasonMaxCodePoints = 500;

// The free text beside a status change or a KYC result. INVALID_ARGUMENT with a
// violation on `reason` when it is empty, too long or holds what text must not.
absl::StatusOr<Text> ParseReason(std::string_view text);

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_PARSE_PROFILE_H_
