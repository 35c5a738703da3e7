#include "services/rpc/access_source.h"

#include <utility>
#include <vector>

#include "base/status_macros.h"
#include "services/audit/access_log.h"
#include "services/rpc/log_source.h"
#include "services/timestamps.h"

namespace rollbook::services {

absl::StatusOr<PageStep> AccessSource::Next(
    audit::v1::ListAccessResponse& response) {
  // Silent pages are bounded, so that others get their turn on the worker.
  for (int i = 0; i < kMaxSilentPages; ++i) {
    ASSIGN_OR_RETURN(
        std::vector<audit::v1::Event> events,
        history_.ReadUser(AccessStream(), next_version_, kMaxPageEvents));
    next_version_ += events.size();
    const bool last = events.size() < kMaxPageEvents;
    for (audit::v1::Event& event : events) {
      if (Wants(event)) *response.add_events() = std::move(event);
    }
    if (last) return PageStep::kWriteLast;
    if (response.events_size() > 0) break;
  }
  return PageStep::kWrite;
}

bool AccessSource::Wants(const audit::v1::Event& event) const {
  if (!request_.actor().empty() && event.actor() != request_.actor()) {
    return false;
  }
  const absl::Time time = ToTime(event.time());
  if (request_.has_from_time() && time < ToTime(request_.from_time())) {
    return false;
  }
  return !request_.has_to_time() || time < ToTime(request_.to_time());
}

}  // namespace rollbook::services
