#ifndef ROLLBOOK_CLI_RENDER_EVENT_H_
#define ROLLBOOK_CLI_RENDER_EVENT_H_

#include <iosfwd>

#include "cli/json.h"
#include "rollbook/audit/v1/audit_service.pb.h"

namespace rollbook::cli {

// One event of a user's history:
// {"position","version","type","time","actor","requestId","data"}, and
// "erased":true once the person was forgotten.
Json HistoryJson(const audit::v1::Event& event);

// One event of the log: the same after {"position","partnerId","userId"}, and
// "traceparent" where there is one.
Json LogJson(const audit::v1::Event& event);

// An entry of the timeline: a headline and a line per fact.
void WriteHistoryEntry(const audit::v1::Event& event, std::ostream& out);

// One line, without the facts.
void WriteLogLine(const audit::v1::Event& event, std::ostream& out);

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_RENDER_EVENT_H_
