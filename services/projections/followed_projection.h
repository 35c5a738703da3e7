#ifndef ROLLBOOK_SERVICES_PROJECTIONS_FOLLOWED_PROJECTION_H_
#define ROLLBOOK_SERVICES_PROJECTIONS_FOLLOWED_PROJECTION_H_

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "eventstore/derived_store.h"
#include "eventstore/event_store.h"
#include "eventstore/projection_host.h"
#include "services/position_waiter.h"

namespace rollbook::services {

// A row of a projection as an operator reads it. Nothing in it is personal.
struct ProjectionRow {
  eventstore::StreamId stream;  // whose it is; no id: the whole partner's
  std::string what;             // which row it is
  std::string value;
};
using DescribeRow =
    std::function<ProjectionRow(std::string_view key, std::string_view value)>;

// A projection that follows the log, with what all who read or run one need.
// Thread-safe.
class FollowedProjection {
 public:
  // Starts following. All must outlive it.
  static absl::StatusOr<std::unique_ptr<FollowedProjection>> Start(
      eventstore::EventStore* log, eventstore::DerivedStore* derived,
      const base::Clock* clock, eventstore::ProjectionSpec spec,
      DescribeRow describe);

  const std::string& name() const { return name_; }
  const eventstore::DerivedStore& derived() const { return derived_; }
  eventstore::ProjectionHost& host() { return *host_; }
  const eventstore::ProjectionHost& host() const { return *host_; }
  const DescribeRow& describe() const { return describe_; }

  eventstore::Position position() const { return host_->progress().position; }

  // Calls `done` once the rows have reached `position` (OK) or `deadline` has
  // passed (PROJECTION_LAGGING); never blocks.
  void WaitFor(eventstore::Position position, absl::Time deadline,
               PositionWaiter::Done done) {
    waiter_.WaitFor(position, deadline, std::move(done));
  }

 private:
  FollowedProjection(std::string name, const eventstore::DerivedStore& derived,
                     std::unique_ptr<eventstore::ProjectionHost> host,
                     const base::Clock* clock, DescribeRow describe);

  const std::string name_;
  const eventstore::DerivedStore& derived_;
  const DescribeRow describe_;
  const std::unique_ptr<eventstore::ProjectionHost> host_;
  PositionWaiter waiter_;
};

// A key that is not of the form that the rows should have.
ProjectionRow UnknownRow(std::string_view key, std::string_view value);

// Texts in keys: length in one byte, then the text.
void PutText8(std::string& key, std::string_view text);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_PROJECTIONS_FOLLOWED_PROJECTION_H_
