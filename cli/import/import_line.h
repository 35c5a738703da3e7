#ifndef ROLLBOOK_CLI_IMPORT_IMPORT_LINE_H_
#define ROLLBOOK_CLI_IMPORT_IMPORT_LINE_H_

#include <optional>
#include <string>

#include "absl/status/statusor.h"
#include "cli/failure.h"
#include "cli/import/import_ledger.h"
#include "cli/import/line_reader.h"
#include "cli/user_json.h"
#include "rollbook/user/v1/user_service.pb.h"

// One line of an import file against one message of the stream.
namespace rollbook::cli {

// Blank lines are no users.
bool IsBlank(const Line& line);

// The request for a line, without the partner. Errors as ParseUser().
absl::StatusOr<user::v1::ImportUsersRequest> ToImportRequest(
    const Line& line, const UserJsonOptions& options);

// What came of a line; nullopt for an outcome this build does not know.
std::optional<LineOutcome> ToOutcome(
    user::v1::ImportUsersResponse::Outcome outcome);

// Why the service refused a line, with the fields under their JSON names.
Failure ToFailure(const user::v1::ItemError& error);

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_IMPORT_IMPORT_LINE_H_
