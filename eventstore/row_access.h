#ifndef ROLLBOOK_EVENTSTORE_ROW_ACCESS_H_
#define ROLLBOOK_EVENTSTORE_ROW_ACCESS_H_

#include <optional>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "eventstore/event_store.h"
#include "eventstore/family.h"

// What the rules of the store need from a sorted key-value engine. Everything
// above these two interfaces is the same for every engine.
namespace rollbook::eventstore {

// Durable rows. Thread-safe.
class RowReader {
 public:
  virtual ~RowReader() = default;

  virtual absl::StatusOr<std::optional<std::string>> Get(
      Family family, std::string_view key, ReadTier tier) const = 0;
  absl::StatusOr<std::optional<std::string>> Get(Family family,
                                                 std::string_view key) const {
    return Get(family, key, ReadTier::kMayBlock);
  }

  // Visits rows with `first` <= key < `limit` in key order, until `visit`
  // returns false. An empty limit is no limit.
  virtual absl::Status Scan(
      Family family, std::string_view first, std::string_view limit,
      absl::FunctionRef<bool(std::string_view key, std::string_view value)>
          visit) const = 0;
};

// Where a commit group's rows go, all of them or none. One thread at a time.
class RowSink {
 public:
  virtual ~RowSink() = default;
  virtual void Put(Family family, std::string_view key,
                   std::string_view value) = 0;
  virtual void Delete(Family family, std::string_view key) = 0;
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROW_ACCESS_H_
