#ifndef ROLLBOOK_SERVICES_USERS_USER_LIST_H_
#define ROLLBOOK_SERVICES_USERS_USER_LIST_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "domain/enums.h"
#include "eventstore/event_store.h"

namespace rollbook::services {

// The users of a partner in the order of their creation, by status too: an
// asynchronous projection (no personal data). Thread-safe.
class UserList {
 public:
  virtual ~UserList() = default;

  struct Query {
    eventstore::TenantId partner;
    std::optional<domain::UserStatus> status = std::nullopt;
    // Positions at which users were created: behind the first, up to the last.
    uint64_t after = 0;
    uint64_t last = std::numeric_limits<uint64_t>::max();
    size_t max_users = 1000;
  };
  struct Page {
    // Users of another status may be among them while rows of an older version
    // are read.
    std::vector<eventstore::StreamId> users;
    // Creation position of the last one; 0 when there are no more.
    uint64_t next_after = 0;
    eventstore::Position position;  // how far the projection has come
    bool degraded = false;          // ProjectionHost::Degraded
  };
  // Oldest first. Reads the disk: run it on a worker.
  virtual absl::StatusOr<Page> List(const Query& query) const = 0;

  // Calls `done` once the projection has reached `position` (OK) or `deadline`
  // has passed (PROJECTION_LAGGING); never blocks.
  virtual void WaitFor(eventstore::Position position, absl::Time deadline,
                       absl::AnyInvocable<void(absl::Status)> done) = 0;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_USERS_USER_LIST_H_
