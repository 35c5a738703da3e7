#include "services/rpc/log_source.h"

#include <utility>

#include "base/status_macros.h"
#include "services/positions.h"
#include "services/timestamps.h"

namespace rollbook::services {

using eventstore::Position;

LogSource::LogSource(audit::v1::ReadLogRequest request,
                     const HistoryReader* history,
                     eventstore::EventStore* store)
    : request_(std::move(request)),
      history_(*history),
      store_(*store),
      wait_(store) {}

absl::StatusOr<PageStep> LogSource::Next(audit::v1::ReadLogResponse& response) {
  if (!started_) RETURN_IF_ERROR(FindStart());
  if (next_in_page_ == page_.events.size()) {
    if (!request_.follow() && read_to_ >= end_) return PageStep::kEnd;
    const Position before = read_to_;
    RETURN_IF_ERROR(FetchPage());
    if (read_to_ == before) {
      return request_.follow() ? PageStep::kWait : PageStep::kEnd;
    }
  }
  TakeEvents(response);
  SetPosition(store_.Head(), response.mutable_head());
  const bool all_sent =
      request_.max_events() != 0 && sent_ >= request_.max_events();
  return all_sent ? PageStep::kWriteLast : PageStep::kWrite;
}

absl::Status LogSource::FindStart() {
  started_ = true;
  end_ = store_.Head();
  if (request_.has_from_time()) {
    ASSIGN_OR_RETURN(read_to_,
                     store_.PositionBefore(ToTime(request_.from_time())));
  } else {
    read_to_ = ToPosition(request_.after());
  }
  return absl::OkStatus();
}

absl::Status LogSource::FetchPage() {
  ASSIGN_OR_RETURN(
      page_, history_.ReadLog(read_to_, kMaxPageEvents, request_.partner_id()));
  next_in_page_ = 0;
  read_to_ = page_.read_to;
  return absl::OkStatus();
}

void LogSource::TakeEvents(audit::v1::ReadLogResponse& response) {
  size_t bytes = 0;
  while (next_in_page_ < page_.events.size() && bytes < kMaxPageBytes &&
         (request_.max_events() == 0 || sent_ < request_.max_events())) {
    audit::v1::Event& event = page_.events[next_in_page_++];
    bytes += event.ByteSizeLong();
    ++sent_;
    *response.add_events() = std::move(event);
  }
  // A page that was cut is resumed behind the last event that fits.
  if (next_in_page_ < page_.events.size()) {
    *response.mutable_read_to() =
        response.events(response.events_size() - 1).position();
  } else {
    SetPosition(read_to_, response.mutable_read_to());
  }
}

void LogSource::WaitForMore(absl::AnyInvocable<void()> wake) {
  wait_.Start({.shard = read_to_.shard, .number = read_to_.number + 1},
              std::move(wake));
}

absl::Status LogSource::FillHeartbeat(audit::v1::ReadLogResponse& response) {
  SetPosition(store_.Head(), response.mutable_head());
  SetPosition(read_to_, response.mutable_read_to());
  return absl::OkStatus();
}

}  // namespace rollbook::services
