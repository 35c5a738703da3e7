#ifndef ROLLBOOK_EVENTSTORE_DERIVED_STORE_H_
#define ROLLBOOK_EVENTSTORE_DERIVED_STORE_H_

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace rollbook::eventstore {

// Sorted rows that can be thrown away and made again from the log: where
// projections lie, each under a prefix of its own (docs/formats/derived.md).
// Thread-safe. Errors: STORE_FAILED, DATA_CORRUPTED.
class DerivedStore {
 public:
  // Key -> new value, or nullopt to delete the row.
  using Changes = std::map<std::string, std::optional<std::string>>;

  virtual ~DerivedStore() = default;

  virtual absl::StatusOr<std::optional<std::string>> Get(
      std::string_view key) const = 0;

  // Visits the rows whose key begins with `prefix`, from key `first` on, in
  // key order, until `visit` returns false.
  virtual absl::Status Scan(
      std::string_view prefix, std::string_view first,
      absl::FunctionRef<bool(std::string_view key, std::string_view value)>
          visit) const = 0;

  // Goes over the rows whose key begins with a prefix, in key order, as they
  // were when it was made. One thread at a time; must not outlive the store.
  class Cursor {
   public:
    virtual ~Cursor() = default;
    virtual bool valid() const = 0;  // false behind the last row
    // Both stay as they are until Next().
    virtual std::string_view key() const = 0;
    virtual std::string_view value() const = 0;
    virtual void Next() = 0;
    // Not OK: it has ended early.
    virtual absl::Status status() const = 0;
  };
  virtual std::unique_ptr<Cursor> NewCursor(std::string_view prefix) const = 0;

  // All of the changes or none. Not synced: a crash may take back the last
  // writes, each one whole, in the order in which they were made.
  virtual absl::Status Write(const Changes& changes) = 0;

  virtual absl::Status DeletePrefix(std::string_view prefix) = 0;
};

// For tests of what stands on projections.
std::unique_ptr<DerivedStore> MakeInMemoryDerivedStore();

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_DERIVED_STORE_H_
