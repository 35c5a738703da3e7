#ifndef ROLLBOOK_SERVICES_PROJECTIONS_USER_LIST_PROJECTION_H_
#define ROLLBOOK_SERVICES_PROJECTIONS_USER_LIST_PROJECTION_H_

#include <compare>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "eventstore/derived_store.h"
#include "eventstore/event_store.h"
#include "services/projections/followed_projection.h"
#include "services/users/user_list.h"

namespace rollbook::services {

// The version of its rows (docs/formats/derived.md). Those of version 2 have
// no statuses, and are read until the others are there.
inline constexpr uint32_t kUserListSchemaVersion = 3;

// The UserList that follows the log, as the projection "user_list".
class ProjectedUserList final : public UserList {
 public:
  // Starts following. All must outlive it.
  static absl::StatusOr<std::unique_ptr<ProjectedUserList>> Start(
      eventstore::EventStore* log, eventstore::DerivedStore* derived,
      const base::Clock* clock,
      uint32_t schema_version = kUserListSchemaVersion);

  absl::StatusOr<Page> List(const Query& query) const override;
  void WaitFor(eventstore::Position position, absl::Time deadline,
               absl::AnyInvocable<void(absl::Status)> done) override {
    projection_->WaitFor(position, deadline, std::move(done));
  }

  FollowedProjection& projection() { return *projection_; }

 private:
  struct Listed {
    uint64_t created_at = 0;
    std::string stream_id;
    friend auto operator<=>(const Listed&, const Listed&) = default;
  };

  // The users of one prefix that may belong to the page.
  absl::Status AddUsers(const std::string& prefix, const Query& query,
                        std::vector<Listed>& found) const;

  explicit ProjectedUserList(std::unique_ptr<FollowedProjection> projection)
      : projection_(std::move(projection)) {}

  const std::unique_ptr<FollowedProjection> projection_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_PROJECTIONS_USER_LIST_PROJECTION_H_
