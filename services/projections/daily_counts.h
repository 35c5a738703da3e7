#ifndef ROLLBOOK_SERVICES_PROJECTIONS_DAILY_COUNTS_H_
#define ROLLBOOK_SERVICES_PROJECTIONS_DAILY_COUNTS_H_

#include <memory>
#include <string>
#include <utility>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "base/worker_pool.h"
#include "eventstore/derived_store.h"
#include "eventstore/event_store.h"
#include "rollbook/audit/v1/audit_service.pb.h"
#include "services/caller.h"
#include "services/projections/daily_count_rows.h"
#include "services/projections/followed_projection.h"

namespace rollbook::services {

// How many events of each type a partner had on each day (UTC): the projection
// "daily_counts". Thread-safe.
class DailyCounts {
 public:
  // Starts following. All must outlive it.
  static absl::StatusOr<std::unique_ptr<DailyCounts>> Start(
      eventstore::EventStore* log, eventstore::DerivedStore* derived,
      const base::Clock* clock, base::WorkerPool* workers);

  // PERMISSION_DENIED for a partner that was not granted to the caller,
  // INVALID_ARGUMENT, PROJECTION_LAGGING. Never blocks.
  void List(const Caller& caller, audit::v1::ListDailyCountsRequest request,
            Reply<audit::v1::ListDailyCountsResponse> reply);

  FollowedProjection& projection() { return *projection_; }

 private:
  // What a request asks for.
  struct Query {
    std::string partner;  // empty: all
    DayRange days;
    std::string after;  // the key of the last row before the page
    size_t page_size = 0;
  };

  DailyCounts(std::unique_ptr<FollowedProjection> projection,
              base::WorkerPool* workers)
      : projection_(std::move(projection)), workers_(*workers) {}

  static absl::StatusOr<Query> Parse(
      const audit::v1::ListDailyCountsRequest& request);
  absl::StatusOr<audit::v1::ListDailyCountsResponse> ReadPage(
      const Query& query) const;
  absl::Status AddRows(const Query& query, const std::string& rows,
                       audit::v1::ListDailyCountsResponse& response) const;

  const std::unique_ptr<FollowedProjection> projection_;
  base::WorkerPool& workers_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_PROJECTIONS_DAILY_COUNTS_H_
