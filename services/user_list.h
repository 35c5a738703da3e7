#ifndef ROLLBOOK_SERVICES_USER_LIST_H_
#define ROLLBOOK_SERVICES_USER_LIST_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "eventstore/event_store.h"

namespace rollbook::services {

// The users of a partner in the order of their creation: an asynchronous
// projection (ids only, no personal data). Thread-safe.
class UserList {
 public:
  virtual ~UserList() = default;

  struct Page {
    std::vector<eventstore::StreamId> users;
    // Creation position of the last one; 0 when there are no more.
    uint64_t next_after = 0;
    eventstore::Position position;  // how far the projection has come
  };
  // Users created behind position `after`, oldest first. Reads the disk: run
  // it on a worker.
  virtual absl::StatusOr<Page> List(const eventstore::TenantId& partner,
                                    uint64_t after, size_t max_users) const = 0;

  // How far the projection has come.
  virtual eventstore::Position position() const = 0;

  // Calls `done` once the projection has reached `position` (OK) or `deadline`
  // has passed (PROJECTION_LAGGING); never blocks.
  virtual void WaitFor(eventstore::Position position, absl::Time deadline,
                       absl::AnyInvocable<void(absl::Status)> done) = 0;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_USER_LIST_H_
