#ifndef ROLLBOOK_DOMAIN_CLAIMS_H_
#define ROLLBOOK_DOMAIN_CLAIMS_H_

#include <string>
#include <string_view>
#include <vector>

#include "domain/user.h"

namespace rollbook::domain {

// Kinds of claims, as they are stored. Must not change.
inline constexpr std::string_view kExternalIdClaim = "external_id";
inline constexpr std::string_view kEmailClaim = "email";

enum class ClaimAction { kTake, kRelease };

// A value that belongs to one user of a partner at a time.
struct ClaimChange {
  std::string_view kind;  // one of the constants above
  // Normalised, in clear: the store keeps a keyed hash of it.
  std::string value;
  ClaimAction action;

  friend bool operator==(const ClaimChange&, const ClaimChange&) = default;
};

// What a change of state means for the user's claims; releases come before
// takes. Closing keeps claims, erasing releases them. Follows from the two
// states alone: what is claimed, and how, is recorded in them.
std::vector<ClaimChange> ClaimChanges(const UserState& before,
                                      const UserState& after);

// The value under which an external id is claimed: its exact bytes, or with
// A-Z lowered. For look-ups by external id.
std::string ExternalIdClaimValue(std::string_view external_id,
                                 bool ignore_case);

}  // namespace rollbook::domain

#endif  // ROLLBOOK_DOMAIN_CLAIMS_H_
