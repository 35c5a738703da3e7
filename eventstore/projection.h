#ifndef ROLLBOOK_EVENTSTORE_PROJECTION_H_
#define ROLLBOOK_EVENTSTORE_PROJECTION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
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
// times and statuses, never personal data.
class Projection {
 public:
  virtual ~Projection() = default;

  // Names its rows; 1 to 32 bytes; must not change.
  virtual std::string_view name() const = 0;
  // Of its rows. Another number throws them away and builds them again.
  virtual uint32_t schema_version() const = 0;

  // Adds what the record changes. Called in commit order, for every record
  // once. An error parks the record, and all later ones of its stream.
  virtual absl::Status Apply(const Record& record, ProjectionRows& rows) = 0;
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_PROJECTION_H_
