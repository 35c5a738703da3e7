#ifndef ROLLBOOK_EVENTSTORE_PROJECTION_BUILD_H_
#define ROLLBOOK_EVENTSTORE_PROJECTION_BUILD_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <set>
#include <string>

#include "absl/status/statusor.h"
#include "eventstore/derived_store.h"
#include "eventstore/event_store.h"
#include "eventstore/projection.h"

namespace rollbook::eventstore {

// One set of a projection's rows, and the folding of the log into it; the
// checkpoint is in the same write as the rows. A record that the projection
// refuses is parked, with all later ones of its stream: the checkpoint goes
// on, the number of parked records tells. One thread at a time.
class ProjectionBuild {
 public:
  // `name` is that of the set. Both stores must outlive it.
  ProjectionBuild(const EventStore* log, DerivedStore* derived,
                  std::unique_ptr<Projection> projection,
                  uint32_t schema_version, std::string name);

  // Reads how far the rows have come. Rows of another schema version, of
  // another lineage, or ahead of the log are thrown away.
  absl::Status Load();

  // Takes a page of the log, up to `end` at most; false when there is none.
  absl::StatusOr<bool> Step(Position end, size_t max_records = kPageRecords);

  Position position() const { return position_; }
  uint64_t parked_records() const { return parked_records_; }

  static constexpr size_t kPageRecords = 1000;

 private:
  absl::Status LoadParked();
  // An error is the derived store's.
  absl::Status ApplyOrPark(const Record& record, ProjectionRows& rows,
                           DerivedStore::Changes& changes);

  const EventStore& log_;
  DerivedStore& derived_;
  const std::unique_ptr<Projection> projection_;
  const uint32_t schema_version_;
  const std::string name_;
  Position position_;
  std::set<std::string> parked_streams_;
  uint64_t parked_records_ = 0;
};

// Streams with parked records in a set of rows, at most so many; with a
// `tenant`, its own only.
absl::StatusOr<std::vector<StreamId>> ParkedStreamsOf(
    const DerivedStore& derived, const std::string& name,
    const TenantId* tenant, size_t max_streams);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_PROJECTION_BUILD_H_
