#ifndef ROLLBOOK_SERVICES_PROJECTIONS_PROJECTIONS_H_
#define ROLLBOOK_SERVICES_PROJECTIONS_PROJECTIONS_H_

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "base/random.h"
#include "base/worker_pool.h"
#include "eventstore/event_store.h"
#include "rollbook/admin/v1/admin_service.pb.h"
#include "services/caller.h"
#include "services/keys/key_vault.h"
#include "services/projections/followed_projection.h"
#include "services/projections/projection_check.h"

namespace rollbook::services {

// What follows from the log, for operators: the projections that follow it, and
// "snapshots", the current states, which are written with the events.
// Thread-safe.
class Projections {
 public:
  struct Dependencies {  // all must outlive it
    eventstore::EventStore* store = nullptr;
    const KeyVault* vault = nullptr;
    std::vector<FollowedProjection*> followed = {};
    base::Random* random = nullptr;
  };
  explicit Projections(const Dependencies& dependencies);
  ~Projections();

  std::vector<admin::v1::GetStatusResponse::Projection> List() const;

  // INVALID_ARGUMENT for an unknown name.
  absl::StatusOr<std::unique_ptr<ProjectionCheck>> Check(
      const std::string& name) const;

  // Builds a projection again while it is read. One that follows the log is
  // built beside the live one and swapped. Snapshots are compared with the fold
  // of their events one by one, and replaced, under the version that they were
  // read at, where they differ; DATA_CORRUPTED when that does not help. One at
  // a time (OVERLOADED).
  void Rebuild(const admin::v1::RebuildProjectionRequest& request,
               Reply<admin::v1::RebuildProjectionResponse> reply);

 private:
  // nullptr: none of that name.
  FollowedProjection* Find(const std::string& name) const;
  absl::Status UnknownName() const;
  absl::Status RebuildNow(const std::string& name);
  absl::Status RebuildSnapshots();
  absl::Status Repair(const Divergence& divergence);

  const Dependencies deps_;
  std::atomic<bool> stop_{false};
  base::WorkerPool worker_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_PROJECTIONS_PROJECTIONS_H_
