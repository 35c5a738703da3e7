#include "services/rpc/export_source.h"

#include <utility>
#include <vector>

#include "base/status_macros.h"
#include "services/rpc/user_events_source.h"

namespace rollbook::services {

ExportSource::ExportSource(Caller caller, audit::v1::ExportUserRequest request,
                           const HistoryReader* history)
    : caller_(std::move(caller)),
      request_(std::move(request)),
      history_(*history) {}

absl::StatusOr<PageStep> ExportSource::Next(
    audit::v1::ExportUserResponse& response) {
  if (!stream_) {
    ASSIGN_OR_RETURN(stream_, history_.FindUser(caller_, NameIn(request_)));
    ASSIGN_OR_RETURN(response, history_.BeginExport(*stream_));
  }
  ASSIGN_OR_RETURN(
      std::vector<audit::v1::Event> events,
      history_.ReadUser(*stream_, next_version_, kMaxUserEventsPerMessage));
  next_version_ += events.size();
  const bool last = events.size() < kMaxUserEventsPerMessage;
  for (audit::v1::Event& event : events) {
    *response.add_events() = std::move(event);
  }
  return last ? PageStep::kWriteLast : PageStep::kWrite;
}

}  // namespace rollbook::services
