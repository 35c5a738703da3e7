#ifndef ROLLBOOK_EVENTSTORE_PROJECTION_CHECKPOINT_H_
#define ROLLBOOK_EVENTSTORE_PROJECTION_CHECKPOINT_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "eventstore/types.h"

namespace rollbook::eventstore {

// How far the rows of a projection have come, and what rows they are. In the
// same write as the rows (docs/formats/derived.md).
struct ProjectionCheckpoint {
  uint32_t schema_version = 0;
  Position position;
  std::string lineage;
};

std::string EncodeProjectionCheckpoint(const ProjectionCheckpoint& checkpoint);

// nullopt: of another format, or damaged.
std::optional<ProjectionCheckpoint> ParseProjectionCheckpoint(
    std::string_view row);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_PROJECTION_CHECKPOINT_H_
