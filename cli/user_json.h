#ifndef ROLLBOOK_CLI_USER_JSON_H_
#define ROLLBOOK_CLI_USER_JSON_H_

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/json.h"
#include "rollbook/user/v1/user.pb.h"

// A user as a JSON object, as operators write it: in import files, in --json
// and, member by member, as flags of `user create`. The names are those of the
// boca-raton contract (section 1.3) and the same style for the rest:
//
//   {"externalId":"partner-user-42","email":"jane@example.com",
//    "firstName":"Jane","addressLine1":"123 Main St","city":"Toronto",
//    "taxResidency":{"country":"CA","proofType":"TIN","value":"123"}}
namespace rollbook::cli {

// One member of a profile under its three names.
struct ProfileMember {
  std::string_view json;  // "addressLine1"
  std::string_view flag;  // "address_line1"
  std::string_view path;  // "address.line1", a mask path within Profile
  std::string_view help;
};

// All members a user may be given; output-only ones are not among them.
std::span<const ProfileMember> ProfileMembers();

struct ParsedUser {
  std::optional<std::string> external_id;
  user::v1::Profile profile;
  // UNSPECIFIED when the object has no "status".
  user::v1::UserStatus status = user::v1::USER_STATUS_UNSPECIFIED;
  // Paths of the members that were present, and of those among them that
  // were null or "": on create they count as absent, on update they clear.
  std::vector<std::string> present;
  std::vector<std::string> cleared;
};

struct UserJsonOptions {
  // Members that no profile has are refused, because they are misspelt more
  // often than not.
  bool ignore_unknown_members = false;
};

// One JSON object; refuses duplicate members. Errors are base::Errors:
// INVALID_ARGUMENT for text that is no JSON object, INVALID_PROFILE with all
// offending members by their JSON names. What a value must look like beyond
// its type is the service's affair.
absl::StatusOr<Json> ParseObject(std::string_view text);
absl::StatusOr<ParsedUser> ParseUser(const Json& object,
                                     const UserJsonOptions& options);

// The JSON name of the member with this mask path ("address.line1" is
// "addressLine1"); the path itself when it is none's.
std::string JsonNameOf(const std::string& path);

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_USER_JSON_H_
