#ifndef ROLLBOOK_SERVICES_USER_LIST_PROJECTION_H_
#define ROLLBOOK_SERVICES_USER_LIST_PROJECTION_H_

#include <cstddef>
#include <memory>
#include <vector>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "eventstore/derived_store.h"
#include "eventstore/event_store.h"
#include "eventstore/projection_host.h"
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
    return host_->progress();
  }
  absl::StatusOr<std::vector<eventstore::StreamId>> ParkedStreams(
      size_t max_streams) const {
    return host_->rows().runner->ParkedStreams(max_streams);
  }

  // As ProjectionHost's.
  absl::Status Rebuild() { return host_->Rebuild(); }
  void StopRebuild() { host_->Stop(); }
  bool rebuilding() const { return host_->rebuilding(); }

 private:
  ProjectedUserList(eventstore::DerivedStore* derived,
                    std::unique_ptr<eventstore::ProjectionHost> host,
                    const base::Clock* clock);

  eventstore::DerivedStore* const derived_;
  const std::unique_ptr<eventstore::ProjectionHost> host_;
  PositionWaiter waiter_;
};

// The version of its rows (docs/formats/derived.md).
inline constexpr uint32_t kUserListSchemaVersion = 2;

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_USER_LIST_PROJECTION_H_
