#ifndef ROLLBOOK_CLI_RENDER_PAST_H_
#define ROLLBOOK_CLI_RENDER_PAST_H_

#include <iosfwd>

#include "cli/json.h"
#include "rollbook/audit/v1/audit_service.pb.h"

namespace rollbook::cli {

// {"user":{...},"version","position","time"}, and "erased":true once the
// person was forgotten.
Json UserAtJson(const audit::v1::GetUserAtResponse& response);
void WriteUserAt(const audit::v1::GetUserAtResponse& response,
                 std::ostream& out);

// {"field","old","new","version","time","actor","requestId"}, and "reason"
// where one was given. Fields have the names that they have in a user's JSON,
// below "profile" without it; absent values are null.
Json ChangeJson(const audit::v1::DiffUserResponse::Change& change);
void WriteChange(const audit::v1::DiffUserResponse::Change& change,
                 std::ostream& out);

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_RENDER_PAST_H_
