#ifndef ROLLBOOK_SERVICES_ROLLBOOKD_BACKUPS_H_
#define ROLLBOOK_SERVICES_ROLLBOOKD_BACKUPS_H_

#include <atomic>
#include <functional>
#include <string>

#include "absl/status/statusor.h"
#include "base/clock.h"
#include "eventstore/rocksdb/rocksdb_event_store.h"
#include "rollbook/admin/v1/admin_service.pb.h"

namespace rollbook::services {

// Backups of the store below one directory. Thread-safe.
class Backups {
 public:
  using Make = std::function<absl::StatusOr<eventstore::Backup>(
      const std::string& directory)>;

  // `clock` must outlive it.
  Backups(std::string directory, Make make, const base::Clock* clock);

  // Blocks. INVALID_ARGUMENT for the name, OVERLOADED while another one is
  // made, and what RocksDbEventStore::CreateBackup says.
  absl::StatusOr<admin::v1::CreateBackupResponse> Create(
      const admin::v1::CreateBackupRequest& request);

 private:
  const std::string directory_;
  const Make make_;
  const base::Clock* const clock_;
  std::atomic<bool> busy_ = false;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_ROLLBOOKD_BACKUPS_H_
