#ifndef ROLLBOOK_SERVICES_USER_LIST_PROJECTION_H_
#define ROLLBOOK_SERVICES_USER_LIST_PROJECTION_H_

#include <memory>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "eventstore/derived_store.h"
#include "eventstore/event_store.h"
#include "eventstore/projection_runner.h"
#include "services/position_waiter.h"
#include "services/user_list.h"

namespace rollbook::services {

// The UserList that follows the log, as the projection "user_list".
class ProjectedUserList final : public UserList {
 public:
  // Starts following. All must outlive it.
  static absl::StatusOr<std::unique_ptr<ProjectedUserList>> Start(
      eventstore::EventStore* log, eventstore::DerivedStore* derived,
      const base::Clock* clock);

  absl::StatusOr<Page> List(const eventstore::TenantId& partner, uint64_t after,
                            size_t max_users) const override;
  eventstore::Position position() const override;
  void WaitFor(eventstore::Position position, absl::Time deadline,
               absl::AnyInvocable<void(absl::Status)> done) override;

  eventstore::ProjectionRunner::Progress progress() const {
    return runner_->progress();
  }

 private:
  ProjectedUserList(eventstore::DerivedStore* derived,
                    std::unique_ptr<eventstore::ProjectionRunner> runner,
                    const base::Clock* clock);

  eventstore::DerivedStore* const derived_;
  const std::unique_ptr<eventstore::ProjectionRunner> runner_;
  PositionWaiter waiter_;
};

// The version of its rows (docs/formats/derived.md).
inline constexpr uint32_t kUserListSchemaVersion = 2;

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_USER_LIST_PROJECTION_H_
