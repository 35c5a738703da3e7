#include "services/rpc/user_events_source.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "base/error.h"
#include "base/status_macros.h"
#include "services/positions.h"

namespace rollbook::services {

UserEventsSource::UserEventsSource(Caller caller,
                                   audit::v1::ListUserEventsRequest request,
                                   const HistoryReader* history,
                                   eventstore::EventStore* store)
    : caller_(std::move(caller)),
      request_(std::move(request)),
      history_(*history),
      store_(*store),
      wait_(store),
      next_version_(std::max<uint64_t>(1, request_.from_version())) {}

absl::StatusOr<PageStep> UserEventsSource::Next(
    audit::v1::ListUserEventsResponse& response) {
  if (store_.Head() < ToPosition(request_.min_position())) {
    return PageStep::kWait;
  }
  if (!stream_.has_value()) {
    ASSIGN_OR_RETURN(stream_, history_.FindUser(caller_, NameIn(request_)));
  }
  ASSIGN_OR_RETURN(
      std::vector<audit::v1::Event> events,
      history_.ReadUser(*stream_, next_version_, kMaxUserEventsPerMessage));
  if (events.empty()) return PageStep::kEnd;
  next_version_ = events.back().version() + 1;
  const bool last = events.size() < kMaxUserEventsPerMessage;
  for (audit::v1::Event& event : events) {
    *response.add_events() = std::move(event);
  }
  return last ? PageStep::kWriteLast : PageStep::kWrite;
}

void UserEventsSource::WaitForMore(absl::AnyInvocable<void()> wake) {
  wait_.Start(ToPosition(request_.min_position()), std::move(wake));
}

absl::Status UserEventsSource::FillHeartbeat(
    audit::v1::ListUserEventsResponse&) {
  return base::Error(base::Reason::kProjectionLagging);
}

}  // namespace rollbook::services
