#ifndef ROLLBOOK_EVENTSTORE_PROJECTION_H_
#define ROLLBOOK_EVENTSTORE_PROJECTION_H_

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "eventstore/derived_store.h"
#include "eventstore/record.h"

namespace rollbook::eventstore {

// Keys of a projection's rows in the derived store: its name, then the row's
// own key. Checkpoint and parked events lie beside them.
std::string ProjectionRowPrefix(std::string_view name);

// What Apply reads and writes: the projection's rows, with everything that was
// changed since the last write. One thread at a time.
class ProjectionRows {
 public:
  ProjectionRows(const DerivedStore& store, std::string_view name)
      : store_(store), prefix_(ProjectionRowPrefix(name)) {}

  absl::StatusOr<std::optional<std::string>> Get(std::string_view key) const;
  void Put(std::string_view key, std::string value);
  void Delete(std::string_view key);

  // Keeps what was changed since the last Keep or Drop, or forgets it.
  void Keep();
  void Drop() { fresh_.clear(); }
  // Hands over what was kept.
  DerivedStore::Changes TakeKept();

 private:
  std::string Key(std::string_view key) const;

  const DerivedStore& store_;
  const std::string prefix_;
  DerivedStore::Changes kept_;
  DerivedStore::Changes fresh_;
};

// A view of the log: rows that follow from its records alone. Rows hold ids,
// times, statuses and numbers, never personal data. One thread at a time.
class Projection {
 public:
  virtual ~Projection() = default;

  // Adds what the record changes. Called in commit order, for every record
  // once. An error parks the record, and all later ones of its stream.
  virtual absl::Status Apply(const Record& record, ProjectionRows& rows) = 0;

  // Called before the rows of a page of records are written: adds what Apply
  // kept in memory, for rows that many records change.
  virtual absl::Status Finish(ProjectionRows&) { return absl::OkStatus(); }
};

// A projection with all versions of its rows that this program can keep. When
// the rows that are there have another version than they should, they are kept
// up to date and read until those of the right one are built beside them; rows
// of a version that cannot be made any more are thrown away at once.
struct ProjectionSpec {
  // Names its rows; 1 to 30 bytes; must not change.
  std::string name;
  // Of its rows now.
  uint32_t schema_version = 1;
  // What keeps rows of a version; nullptr for a version that is not known.
  std::function<std::unique_ptr<Projection>(uint32_t version)> make;
  // How long records gather when nobody waits for them.
  absl::Duration gather = absl::Milliseconds(5);
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_PROJECTION_H_
