#ifndef ROLLBOOK_EVENTSTORE_PROJECTION_VERIFIER_H_
#define ROLLBOOK_EVENTSTORE_PROJECTION_VERIFIER_H_

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "absl/status/status.h"
#include "eventstore/derived_store.h"
#include "eventstore/event_store.h"
#include "eventstore/projection.h"
#include "eventstore/projection_build.h"
#include "eventstore/projection_runner.h"

namespace rollbook::eventstore {

// Compares a projection's rows with what the log says, while they are read and
// kept up to date: takes one consistent view of them, folds the log into rows
// of its own, up to the view's checkpoint, and compares the two row by row. One
// thread at a time.
class ProjectionVerifier {
 public:
  // Of the rows `live`; `scratch` names its own, which must belong to nobody
  // else. Both stores must outlive it.
  ProjectionVerifier(const EventStore* log, DerivedStore* derived,
                     const ProjectionSpec& spec, ProjectionRunner::Set live,
                     std::string scratch);
  ~ProjectionVerifier();

  // The first row, in the order of keys, that is not what it should be.
  struct Difference {
    char letter = 0;  // of projection_keys.h: what kind of row it is
    std::string key;  // behind that
    std::optional<std::string> expected;
    std::optional<std::string> found;
  };

  // Goes on by so many records or rows. Blocks. Errors: the stores'.
  absl::Status Step(size_t max_items);

  // Records folded so far; those up to position() are compared.
  uint64_t checked() const { return build_.position().number; }
  Position position() const { return build_.position(); }
  const std::optional<Difference>& difference() const { return difference_; }
  bool done() const { return done_ || difference_.has_value(); }

 private:
  absl::Status Begin();
  absl::Status Compare(size_t max_rows);

  DerivedStore& derived_;
  const std::string live_prefix_;
  const std::string scratch_prefix_;
  ProjectionBuild build_;
  Position end_;  // of the view
  bool done_ = false;
  std::optional<Difference> difference_;
  std::unique_ptr<DerivedStore::Cursor> expected_;
  std::unique_ptr<DerivedStore::Cursor> found_;
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_PROJECTION_VERIFIER_H_
