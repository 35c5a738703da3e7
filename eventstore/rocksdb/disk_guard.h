#ifndef ROLLBOOK_EVENTSTORE_ROCKSDB_DISK_GUARD_H_
#define ROLLBOOK_EVENTSTORE_ROCKSDB_DISK_GUARD_H_

#include <atomic>
#include <cstdint>

#include "absl/status/status.h"
#include "eventstore/rocksdb/rocksdb_event_store.h"

namespace rollbook::eventstore {

// Refuses appends before the disk is full: a full disk can end the process,
// and the database does not open on one. Thread-safe.
class DiskGuard {
 public:
  // Looks once.
  explicit DiskGuard(const RocksDbOptions& options);

  // Looks again; called every second.
  void Look();

  // DISK_FULL below the limit.
  absl::Status status() const;
  uint64_t free_bytes() const { return free_bytes_.load(); }

 private:
  const std::string directory_;
  const std::function<std::optional<uint64_t>(const std::string&)> free_disk_;
  const uint64_t min_free_bytes_;
  std::atomic<uint64_t> free_bytes_ = 0;
};

// Puts a file of this size into the directory, unless it is there or the space
// is short: whoever must make room at once may delete it.
void PlaceBallast(const RocksDbOptions& options, const DiskGuard& guard);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROCKSDB_DISK_GUARD_H_
