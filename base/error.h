#ifndef ROLLBOOK_BASE_ERROR_H_
#define ROLLBOOK_BASE_ERROR_H_

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "base/reason.h"

// One error vocabulary for all rooms. An error is an absl::Status whose code
// and text come from the Reason table, with machine-readable details as a
// payload. The gRPC adapter turns it into google.rpc.Status, each contract of
// the gateway into its own body, and the gRPC client back into the same
// absl::Status: nobody parses texts.
namespace rollbook::base {

// One field that does not hold what it should.
struct FieldViolation {
  std::string field;    // path within the profile: "email", "address.line1"
  std::string code;     // UPPER_SNAKE: "REQUIRED", "LENGTH", "EMAIL", ...
  std::string message;  // for a human: "Must be a valid email address"

  friend bool operator==(const FieldViolation&,
                         const FieldViolation&) = default;
};

struct ErrorDetails {
  std::vector<FieldViolation> violations = {};
  // Facts beside the reason: {"current_version", "7"}. No personal data.
  std::vector<std::pair<std::string, std::string>> metadata = {};

  friend bool operator==(const ErrorDetails&, const ErrorDetails&) = default;
};

// A status with the table's code and text for `reason`.
absl::Status Error(Reason reason);
absl::Status Error(Reason reason, const ErrorDetails& details);

// The same with a text of its own, for reasons whose text must name a value
// (a flag, a file). Never personal data.
absl::Status ErrorWithText(Reason reason, const std::string& text,
                           const ErrorDetails& details = {});

// What Error() put in; nullopt for a status that did not come from it.
std::optional<Reason> ReasonOf(const absl::Status& status);
ErrorDetails DetailsOf(const absl::Status& status);

// The value of a metadata entry, or nullopt.
std::optional<std::string> MetadataOf(const absl::Status& status,
                                      const std::string& key);

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_ERROR_H_
