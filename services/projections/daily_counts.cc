#include "services/projections/daily_counts.h"

#include <optional>

#include "base/bytes.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "services/page_size.h"
#include "services/positions.h"
#include "services/projections/daily_count_rows.h"
#include "services/reply_on_worker.h"
#include "services/violations.h"

namespace rollbook::services {
namespace {

using Response = audit::v1::ListDailyCountsResponse;

constexpr size_t kMaxPartnerBytes = 64;

// Nobody reads how many events there were a moment ago.
constexpr absl::Duration kGather = absl::Milliseconds(100);

void SetDay(const std::string& text, const char* field, uint32_t& day,
            Violations& violations) {
  if (text.empty()) return;
  const auto parsed = ParseDay(text);
  if (!parsed) {
    return violations.Add(field, "NOT_VALID", "Must be a day like 2026-11-21");
  }
  day = *parsed;
}

absl::Status CheckMaySee(const Caller& caller, const std::string& partner) {
  if (caller.MaySeeHistoryOf(partner)) return absl::OkStatus();
  if (!partner.empty() || caller.granted == nullptr) {
    return base::Error(base::Reason::kPermissionDenied);
  }
  return base::Error(
      base::Reason::kInvalidArgument,
      {{{"partner_id", "REQUIRED", "Must be a partner that was granted"}}, {}});
}

void SetCount(const DailyCountKey& key, uint64_t count,
              Response::DailyCount& out) {
  out.set_partner_id(key.partner);
  out.set_date(DayText(key.day));
  out.set_type(key.type);
  out.set_count(count);
}

}  // namespace

absl::StatusOr<std::unique_ptr<DailyCounts>> DailyCounts::Start(
    eventstore::EventStore* log, eventstore::DerivedStore* derived,
    const base::Clock* clock, base::WorkerPool* workers) {
  ASSIGN_OR_RETURN(
      auto projection,
      FollowedProjection::Start(log, derived, clock,
                                {.name = "daily_counts",
                                 .schema_version = kDailyCountsSchemaVersion,
                                 .make = MakeDailyCountsProjection,
                                 .gather = kGather},
                                DescribeDailyCountRow));
  return std::unique_ptr<DailyCounts>(
      new DailyCounts(std::move(projection), workers));
}

absl::StatusOr<DailyCounts::Query> DailyCounts::Parse(
    const audit::v1::ListDailyCountsRequest& request) {
  Violations violations;
  Query query;
  query.partner = request.partner_id();
  if (query.partner.size() > kMaxPartnerBytes) {
    violations.Add("partner_id", "NOT_VALID", "Is not valid");
  }
  SetDay(request.from_date(), "from_date", query.days.first, violations);
  SetDay(request.to_date(), "to_date", query.days.last, violations);
  query.page_size = PageSizeFor(request.page_size(), violations);
  const auto after = base::FromHex(request.page_token());
  if (!after || (!after->empty() && !ParseDailyCountKey(*after))) {
    violations.Add("page_token", "NOT_VALID", "Is not valid");
  }
  RETURN_IF_ERROR(violations.status());
  query.after = *after;
  return query;
}

void DailyCounts::List(const Caller& caller,
                       audit::v1::ListDailyCountsRequest request,
                       Reply<Response> reply) {
  if (absl::Status seen = CheckMaySee(caller, request.partner_id());
      !seen.ok()) {
    return reply(std::move(seen));
  }
  auto query = Parse(request);
  if (!query.ok()) return reply(std::move(query).status());
  projection_->WaitFor(
      ToPosition(request.min_position()), caller.deadline,
      [this, query = *std::move(query),
       reply = std::move(reply)](absl::Status reached) mutable {
        if (!reached.ok()) return reply(std::move(reached));
        ReplyOnWorker(workers_, std::move(reply),
                      [this, query = std::move(query)](Reply<Response> done) {
                        done(ReadPage(query));
                      });
      });
}

absl::StatusOr<Response> DailyCounts::ReadPage(const Query& query) const {
  const eventstore::ProjectionHost& host = projection_->host();
  const eventstore::ProjectionHost::Rows live = host.rows();
  Response response;
  // Before the rows: they may be fresher than it says, never staler.
  SetPosition(live.runner->progress().position, response.mutable_position());
  const eventstore::TenantId partner{query.partner};
  ASSIGN_OR_RETURN(
      const bool degraded,
      host.Degraded(live, query.partner.empty() ? nullptr : &partner));
  response.set_degraded(degraded);
  RETURN_IF_ERROR(AddRows(query, live.prefix, response));
  return response;
}

absl::Status DailyCounts::AddRows(const Query& query, const std::string& rows,
                                  Response& response) const {
  const std::string prefix = rows + DailyCountPrefix(query.partner);
  std::string at = query.after.empty() ? prefix : rows + query.after + '\0';
  std::string last;
  while (!at.empty()) {
    // Where to go on when days in between are not wanted.
    std::string skip_to;
    bool readable = true;
    RETURN_IF_ERROR(projection_->derived().Scan(
        prefix, at, [&](std::string_view key, std::string_view value) {
          key.remove_prefix(rows.size());
          const auto parsed = ParseDailyCountKey(key);
          const auto count = ParseDailyCount(value);
          readable = parsed && count;
          if (!readable) return false;
          if (const auto day = query.days.Skip(parsed->day)) {
            skip_to = rows + EncodeDailyCountKey({parsed->partner, *day, ""});
            return false;
          }
          if (static_cast<size_t>(response.counts_size()) == query.page_size) {
            response.set_next_page_token(base::ToHex(last));
            return false;
          }
          last = key;
          SetCount(*parsed, *count, *response.add_counts());
          return true;
        }));
    if (!readable) return base::Error(base::Reason::kDataCorrupted);
    at = std::move(skip_to);
  }
  return absl::OkStatus();
}

}  // namespace rollbook::services
