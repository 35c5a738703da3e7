#include "services/rpc/subscribe_source.h"

#include <charconv>
#include <optional>
#include <utility>

#include "base/error.h"
#include "base/status_macros.h"
#include "services/positions.h"
#include "services/rpc/log_source.h"
#include "services/timestamps.h"

namespace rollbook::services {
namespace {

using audit::v1::SubscribeRequest;
using audit::v1::SubscribeResponse;
using eventstore::Position;

std::string ToToken(const std::string& lineage, Position position) {
  return lineage + "-" + std::to_string(position.shard) + "-" +
         std::to_string(position.number);
}

template <typename Number>
bool ParseNumber(std::string_view text, Number& number) {
  const auto [end, error] =
      std::from_chars(text.data(), text.data() + text.size(), number);
  return error == std::errc() && end == text.data() + text.size();
}

struct Token {
  std::string_view lineage;
  Position position;
};

std::optional<Token> ParseToken(std::string_view text) {
  const size_t number_at = text.rfind('-');
  if (number_at == std::string_view::npos) return std::nullopt;
  const size_t shard_at = text.substr(0, number_at).rfind('-');
  if (shard_at == std::string_view::npos) return std::nullopt;
  Token token{text.substr(0, shard_at), {}};
  const std::string_view shard =
      text.substr(shard_at + 1, number_at - shard_at - 1);
  if (!ParseNumber(shard, token.position.shard) ||
      !ParseNumber(text.substr(number_at + 1), token.position.number)) {
    return std::nullopt;
  }
  return token;
}

absl::Status NotValid(const char* field) {
  return base::Error(base::Reason::kInvalidArgument,
                     {{{field, "NOT_VALID", "Is not valid"}}, {}});
}

}  // namespace

SubscribeSource::SubscribeSource(Caller caller, SubscribeRequest request,
                                 const HistoryReader* history,
                                 eventstore::EventStore* store)
    : caller_(std::move(caller)),
      request_(std::move(request)),
      history_(*history),
      store_(*store),
      wait_(store) {}

absl::StatusOr<PageStep> SubscribeSource::Next(SubscribeResponse& response) {
  if (!started_) RETURN_IF_ERROR(Start());
  if (next_in_page_ == page_.events.size()) RETURN_IF_ERROR(FetchPage());
  const bool at_end = read_to_ >= store_.Head();
  if (page_.events.empty() && at_end && told_caught_up_) {
    return PageStep::kWait;
  }
  TakeEvents(response);
  return PageStep::kWrite;
}

absl::Status SubscribeSource::Start() {
  started_ = true;
  RETURN_IF_ERROR(ChoosePartners());
  filter_.types.assign(request_.types().begin(), request_.types().end());
  return FindStart();
}

absl::Status SubscribeSource::ChoosePartners() {
  for (const std::string& partner : request_.partner_ids()) {
    if (!caller_.MaySeeHistoryOf(partner)) {
      return base::Error(base::Reason::kPermissionDenied);
    }
    filter_.partners.push_back(partner);
  }
  if (!filter_.partners.empty() || caller_.SeesAllHistory()) {
    return absl::OkStatus();
  }
  if (caller_.granted == nullptr) {
    return base::Error(base::Reason::kPermissionDenied);
  }
  filter_.partners.assign(caller_.granted->begin(), caller_.granted->end());
  return absl::OkStatus();
}

absl::Status SubscribeSource::FindStart() {
  switch (request_.from_case()) {
    case SubscribeRequest::kFromTime: {
      ASSIGN_OR_RETURN(read_to_,
                       store_.PositionBefore(ToTime(request_.from_time())));
      return absl::OkStatus();
    }
    case SubscribeRequest::kResumeToken:
      return Resume(request_.resume_token());
    case SubscribeRequest::kFromNow:
      if (request_.from_now()) read_to_ = store_.Head();
      return absl::OkStatus();
    case SubscribeRequest::kAfter:
    case SubscribeRequest::FROM_NOT_SET:
      read_to_ = ToPosition(request_.after());
      return absl::OkStatus();
  }
  return absl::OkStatus();
}

absl::Status SubscribeSource::Resume(const std::string& text) {
  const std::optional<Token> token = ParseToken(text);
  if (!token) return NotValid("resume_token");
  if (token->lineage != store_.Lineage()) {
    return base::Error(base::Reason::kLogForked);
  }
  read_to_ = token->position;
  return absl::OkStatus();
}

absl::Status SubscribeSource::FetchPage() {
  next_in_page_ = 0;
  for (int i = 0; i < kMaxSilentPages; ++i) {
    const Position before = read_to_;
    ASSIGN_OR_RETURN(page_, history_.ReadLog(read_to_, store_.Head(),
                                             kMaxPageEvents, filter_));
    read_to_ = page_.read_to;
    if (!page_.events.empty() || read_to_ == before) break;
  }
  return absl::OkStatus();
}

void SubscribeSource::TakeEvents(SubscribeResponse& response) {
  size_t bytes = 0;
  while (next_in_page_ < page_.events.size() && bytes < kMaxPageBytes) {
    audit::v1::Event& event = page_.events[next_in_page_++];
    bytes += event.ByteSizeLong();
    *response.add_events() = std::move(event);
  }
  // A page that was cut is resumed behind the last event that fits.
  const bool cut = next_in_page_ < page_.events.size();
  FillState(
      cut ? ToPosition(response.events(response.events_size() - 1).position())
          : read_to_,
      response);
  told_caught_up_ = response.caught_up();
}

void SubscribeSource::FillState(Position sent_to,
                                SubscribeResponse& response) const {
  const Position head = store_.Head();
  SetPosition(head, response.mutable_head());
  SetPosition(sent_to, response.mutable_read_to());
  response.set_caught_up(sent_to >= head);
  response.set_resume_token(ToToken(store_.Lineage(), sent_to));
}

void SubscribeSource::WaitForMore(absl::AnyInvocable<void()> wake) {
  wait_.Start({.shard = read_to_.shard, .number = read_to_.number + 1},
              std::move(wake));
}

absl::Status SubscribeSource::FillHeartbeat(SubscribeResponse& response) {
  FillState(read_to_, response);
  return absl::OkStatus();
}

}  // namespace rollbook::services
