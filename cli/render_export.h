#ifndef ROLLBOOK_CLI_RENDER_EXPORT_H_
#define ROLLBOOK_CLI_RENDER_EXPORT_H_

#include <string>

#include "cli/json.h"
#include "rollbook/audit/v1/audit_service.pb.h"

namespace rollbook::cli {

// {"user":{...},"claims":[...],"position","time","history":[...]}, and
// "erased":true once the person was forgotten. `user` is that of UserJson, an
// entry of the history that of HistoryJson.
Json ExportJson(const audit::v1::ExportUserResponse& whole);

// The same as one HTML page for the person, without scripts or anything from
// elsewhere.
std::string ExportPage(const audit::v1::ExportUserResponse& whole);

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_RENDER_EXPORT_H_
