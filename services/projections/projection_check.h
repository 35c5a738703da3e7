#ifndef ROLLBOOK_SERVICES_PROJECTIONS_PROJECTION_CHECK_H_
#define ROLLBOOK_SERVICES_PROJECTIONS_PROJECTION_CHECK_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "eventstore/event_store.h"
#include "services/keys/key_vault.h"
#include "services/projections/followed_projection.h"

namespace rollbook::services {

// Where a projection is not what the log says. Nothing in it is personal.
struct Divergence {
  eventstore::StreamId stream;
  // "missing", "version", "state", ...
  std::string what;
  // Numbers, hashes or keyed digests.
  std::string expected;
  std::string found;
  // Of the record at which it was found.
  eventstore::Version version;
  eventstore::Position position;
};

// Folds the log again, a piece at a time, and compares what comes of it with a
// projection: online, everything up to the head at the beginning. One thread
// at a time.
class ProjectionCheck {
 public:
  virtual ~ProjectionCheck() = default;

  // Goes on by so many records. Blocks. Errors: the store's; a divergence is
  // none.
  virtual absl::Status Step(size_t max_records) = 0;

  // Records looked at so far.
  uint64_t checked() const { return checked_; }
  // The first one; nothing is looked at behind it.
  const std::optional<Divergence>& divergence() const { return divergence_; }
  bool done() const { return done_ || divergence_.has_value(); }

 protected:
  uint64_t checked_ = 0;
  bool done_ = false;
  std::optional<Divergence> divergence_;
};

// Puts a row right that is not what the log says. Called on several threads at
// once; may block.
using RepairRow = std::function<absl::Status(const Divergence&)>;

// Current states ("snapshots") against the fold of their events, on two
// threads; the first divergence is the first one in the order of the log.
// Without a vault only the rows' clear headers are compared. With `repair` a
// divergence is one only when it is still there after the repair. All
// parameters must outlive the check.
std::unique_ptr<ProjectionCheck> CheckSnapshots(
    const eventstore::EventStore* store, const KeyVault* vault,
    RepairRow repair = nullptr);

// The rows of a projection that follows the log, against rows made anew of it;
// the first divergence is the first one in the order of their keys. OVERLOADED
// while another check of it is held on to.
absl::StatusOr<std::unique_ptr<ProjectionCheck>> CheckRows(
    FollowedProjection& projection);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_PROJECTIONS_PROJECTION_CHECK_H_
