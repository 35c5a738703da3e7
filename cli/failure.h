#ifndef ROLLBOOK_CLI_FAILURE_H_
#define ROLLBOOK_CLI_FAILURE_H_

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "base/error.h"
#include "cli/json.h"

// How an error reaches the operator. Errors travel as absl::Status; the
// google.rpc.Status of a refused RPC travels in it as it came, so that a
// reason that this build does not know is shown as well.
namespace rollbook::cli {

// A command line that makes no sense beyond what the parser sees (exit code
// 2).
absl::Status UsageError(const std::string& text);
bool IsUsageError(const absl::Status& status);

// A status with the serialized google.rpc.Status of a refused RPC.
absl::Status RefusedByService(absl::StatusCode code, const std::string& message,
                              const std::string& serialized_details);

// The refusal of an RPC with the fields of its request called by the flags that
// they came from: pairs of a field and its flag. Fields without a flag, and
// other errors, stay as they are.
using FieldFlags = std::span<const std::pair<std::string_view, const char*>>;
absl::Status NameFlags(const absl::Status& status, FieldFlags flags);

// An error in the form in which it is shown.
struct Failure {
  // "EXTERNAL_ID_TAKEN"; the status code's name when there is no reason.
  std::string reason;
  std::string message;
  std::vector<base::FieldViolation> fields;
};

// Not for OK.
Failure Describe(const absl::Status& status);

// "error: REASON: message; field: what is wrong with it". One line, without
// the line's end.
std::string ToLine(const Failure& failure);

// {"error":{"reason","message","fields":[{"field","code","message"}]}}.
Json ToJson(const Failure& failure);

// [{"field","code","message"}].
Json ToJson(const std::vector<base::FieldViolation>& fields);

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_FAILURE_H_
