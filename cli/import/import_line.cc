#include "cli/import/import_line.h"

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "base/status_macros.h"

namespace rollbook::cli {

using base::Reason;
using user::v1::ImportUsersRequest;
using user::v1::ImportUsersResponse;

bool IsBlank(const Line& line) {
  return line.text.find_first_not_of(" \t") == std::string::npos;
}

absl::StatusOr<ImportUsersRequest> ToImportRequest(
    const Line& line, const UserJsonOptions& options) {
  if (line.too_long) {
    return base::ErrorWithText(
        Reason::kInvalidArgument,
        "Must be at most " + std::to_string(kMaxLineBytes) + " bytes long");
  }
  ASSIGN_OR_RETURN(const Json object, ParseObject(line.text));
  ASSIGN_OR_RETURN(ParsedUser parsed, ParseUser(object, options));
  if (parsed.external_id.value_or("").empty()) {
    return base::Error(
        Reason::kInvalidProfile,
        {.violations = {{JsonNameOf("external_id"), "REQUIRED", "Is required"}},
         .metadata = {}});
  }
  ImportUsersRequest request;
  request.set_line(line.number);
  request.set_external_id(*parsed.external_id);
  *request.mutable_profile() = std::move(parsed.profile);
  request.set_initial_status(parsed.status);
  return request;
}

std::optional<LineOutcome> ToOutcome(ImportUsersResponse::Outcome outcome) {
  switch (outcome) {
    case ImportUsersResponse::OUTCOME_CREATED:
      return LineOutcome::kCreated;
    case ImportUsersResponse::OUTCOME_ALREADY_THERE:
      return LineOutcome::kAlreadyThere;
    case ImportUsersResponse::OUTCOME_REJECTED:
      return LineOutcome::kRejected;
    default:
      return std::nullopt;
  }
}

Failure ToFailure(const user::v1::ItemError& error) {
  Failure failure{error.reason(), error.message(), {}};
  for (const auto& field : error.fields()) {
    failure.fields.push_back(
        {JsonNameOf(field.field()), field.code(), field.message()});
  }
  return failure;
}

}  // namespace rollbook::cli
