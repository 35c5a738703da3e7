#include "services/rpc/log_source.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/status_macros.h"
#include "proof/record_view.h"
#include "services/positions.h"
#include "services/timestamps.h"

namespace rollbook::services {

namespace {

using eventstore::Position;

constexpr Position kNoEnd{std::numeric_limits<uint32_t>::max(),
                          std::numeric_limits<uint64_t>::max()};

EventFilter FilterOf(const audit::v1::ReadLogRequest& request) {
  EventFilter filter{{}, {request.types().begin(), request.types().end()}};
  if (!request.partner_id().empty()) {
    filter.partners.push_back(request.partner_id());
  }
  return filter;
}

}  // namespace

LogSource::LogSource(audit::v1::ReadLogRequest request,
                     const HistoryReader* history,
                     eventstore::EventStore* store)
    : request_(std::move(request)),
      filter_(FilterOf(request_)),
      as_records_(request_.view() == audit::v1::LOG_VIEW_RECORDS),
      history_(*history),
      store_(*store),
      wait_(store) {}

absl::StatusOr<PageStep> LogSource::Next(audit::v1::ReadLogResponse& response) {
  if (!started_) RETURN_IF_ERROR(FindStart());
  if (next_in_page_ == page_.events.size()) {
    if (read_to_ >= end_) return PageStep::kEnd;
    const Position before = read_to_;
    RETURN_IF_ERROR(as_records_ ? TakeRecords(response) : FetchPage());
    if (read_to_ == before) {
      return request_.follow() ? PageStep::kWait : PageStep::kEnd;
    }
  }
  if (as_records_) {
    SetPosition(read_to_, response.mutable_read_to());
  } else {
    TakeEvents(response);
  }
  SetPosition(store_.Head(), response.mutable_head());
  const bool all_sent =
      request_.max_events() != 0 && sent_ >= request_.max_events();
  return all_sent ? PageStep::kWriteLast : PageStep::kWrite;
}

absl::Status LogSource::FindStart() {
  started_ = true;
  if (request_.has_from_time()) {
    ASSIGN_OR_RETURN(read_to_,
                     store_.PositionBefore(ToTime(request_.from_time())));
  } else {
    read_to_ = ToPosition(request_.after());
  }
  end_ = request_.follow() ? kNoEnd : store_.Head();
  if (request_.has_to_position()) {
    end_ = std::min(end_, ToPosition(request_.to_position()));
  } else if (request_.has_to_time() &&
             ToTime(request_.to_time()) <= store_.HeadTime()) {
    // Behind the head's time nothing is known of where the end will be.
    ASSIGN_OR_RETURN(const Position before,
                     store_.PositionBefore(ToTime(request_.to_time())));
    end_ = std::min(end_, before);
  }
  return absl::OkStatus();
}

absl::Status LogSource::FetchPage() {
  next_in_page_ = 0;
  for (int i = 0; i < kMaxSilentPages; ++i) {
    const Position before = read_to_;
    ASSIGN_OR_RETURN(page_,
                     history_.ReadLog(read_to_, end_, kMaxPageEvents, filter_));
    read_to_ = page_.read_to;
    if (!page_.events.empty() || read_to_ == before) break;
  }
  return absl::OkStatus();
}

absl::Status LogSource::TakeRecords(audit::v1::ReadLogResponse& response) {
  size_t looked_at = 0;
  size_t bytes = 0;
  bool damaged = false;
  RETURN_IF_ERROR(store_.VisitRawLog(read_to_, [&](std::string_view stored) {
    const auto record = proof::ViewRecord(stored);
    damaged = !record || record->position != read_to_.number + 1;
    if (damaged || record->position > end_.number) return false;
    read_to_.number = record->position;
    if (filter_.Wants(*record)) {
      response.add_records()->assign(stored);
      bytes += stored.size();
      ++sent_;
    }
    return ++looked_at < kMaxPageRecords && bytes < kMaxPageBytes &&
           (request_.max_events() == 0 || sent_ < request_.max_events());
  }));
  if (damaged) return base::Error(base::Reason::kDataCorrupted);
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
