#ifndef ROLLBOOK_CLI_VERIFY_RECORD_JSON_H_
#define ROLLBOOK_CLI_VERIFY_RECORD_JSON_H_

#include <optional>
#include <string>

#include "cli/json.h"
#include "proof/record_view.h"

namespace rollbook::cli {

// A record of a bundle as an event of `audit history`, with "partnerId" and
// "userId": {"position","version","type","time","actor","requestId",
// "partnerId","userId","data"}. `opened` is what was sealed; a record whose
// sealed part stays closed has "sealed":true.
Json RecordJson(const proof::RecordView& record,
                const std::optional<std::string>& opened);

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_VERIFY_RECORD_JSON_H_
