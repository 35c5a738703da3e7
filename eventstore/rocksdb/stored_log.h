#ifndef ROLLBOOK_EVENTSTORE_ROCKSDB_STORED_LOG_H_
#define ROLLBOOK_EVENTSTORE_ROCKSDB_STORED_LOG_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "eventstore/event_store.h"

namespace rollbook::eventstore {

// The log of a stopped store, or of a copy of one, as its bytes are: for those
// who check it. Changes nothing. Not thread-safe.
class StoredLog {
 public:
  // Locks the directory. Of a log that is damaged somewhere what lies before
  // is opened. STORE_FAILED: there is no store, or it is in use;
  // DATA_CORRUPTED: nothing of it can be read.
  static absl::StatusOr<std::unique_ptr<StoredLog>> Open(
      const std::string& directory);
  ~StoredLog();

  std::string lineage() const;
  uint64_t head() const;
  // What the store's watermark says against it, or what ends the log too early;
  // empty: nothing.
  const std::string& watermark_complaint() const { return complaint_; }

  absl::StatusOr<std::optional<std::string>> GetMeta(
      std::string_view key) const;

  // The same as a store, without what is damaged; appends are refused.
  EventStore& store() const;

  // All records in the order of their positions.
  absl::Status Scan(
      absl::FunctionRef<void(uint64_t position, std::string_view stored)> visit)
      const;

 private:
  struct Impl;
  explicit StoredLog(std::unique_ptr<Impl> impl);

  std::unique_ptr<Impl> impl_;
  std::string complaint_;
};

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROCKSDB_STORED_LOG_H_
