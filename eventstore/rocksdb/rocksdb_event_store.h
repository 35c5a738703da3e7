#ifndef ROLLBOOK_EVENTSTORE_ROCKSDB_ROCKSDB_EVENT_STORE_H_
#define ROLLBOOK_EVENTSTORE_ROCKSDB_ROCKSDB_EVENT_STORE_H_

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/random.h"
#include "eventstore/event_store.h"

namespace rocksdb {
class Env;
}  // namespace rocksdb

namespace rollbook::eventstore {

// All sizes in bytes.
struct RocksDbOptions {
  // The store lives in <directory>/store, its watermark beside it.
  std::string directory;
  size_t block_cache_bytes = 512 << 20;
  size_t memtable_bytes = 64 << 20;  // per column family that is written much
  // Appends that may wait for the committer; more are refused (OVERLOADED).
  size_t max_queued_appends = 16384;
  // Appends in one commit group.
  size_t max_group_appends = 1024;
  // Refuse appends below this much free space; 0: max(1 GiB, 4 x (memtables +
  // WAL)), the value for production.
  uint64_t min_free_disk_bytes = 0;
  // Records verified at opening, from the last verified position on.
  uint64_t max_records_verified_at_open = 100'000;
  // Start although the log ends before the watermark, or the watermark is
  // gone: mints a new lineage and appends LogForked.
  bool accept_rollback = false;
  // Refuse to create a store where there is none.
  bool must_exist = false;
  // Accept a wall clock that jumped.
  bool accept_clock_jump = false;
  // The first I/O error ends here, once, after appends are refused; the
  // process is expected to exit non-zero. Default: nothing.
  std::function<void(const absl::Status&)> on_fatal;
  std::function<void(const CommitObservation&)> on_commit;
  // The database's own warnings and errors; from any thread.
  std::function<void(std::string_view)> on_message;
  const base::Clock* clock = &base::SystemClock();
  base::Random* random = nullptr;  // nullptr: base::CryptoRandom()
  // nullptr: rocksdb::Env::Default(). Tests pass one that loses what was not
  // synced, or fails.
  rocksdb::Env* env = nullptr;
  // Free bytes of the file system that holds a path, or nothing when it cannot
  // be told. Default: statvfs.
  std::function<std::optional<uint64_t>(const std::string& path)>
      free_disk_bytes;
  // Size of <directory>/ballast, which whoever must make room at once may
  // delete; 0: none.
  uint64_t ballast_bytes = 0;
  // How many rows of recent commit groups are kept, so that look-ups made
  // before them can be checked without the database.
  size_t max_recent_rows = 1 << 17;
  // Bytes a second that the daily scrub reads; 0: no daily scrub.
  uint64_t scrub_bytes_per_second = 32 << 20;
};

// A copy of the store on disk.
struct Backup {
  Position head;       // of its log
  absl::Time time;     // of the last record
  uint64_t bytes = 0;  // of all files, linked ones included
};

// What only the embedded store can do. Thread-safe like the rest.
class RocksDbEventStore : public EventStore {
 public:
  // Reads every file of the database and checks every block against its
  // checksum, at most at this rate; ends early, with OK, when the store
  // closes. DATA_CORRUPTED stops the store like any other failure. Runs daily
  // by itself.
  virtual absl::Status Scrub(uint64_t bytes_per_second) = 0;

  // Removes what was deleted or overwritten by now from the disk and waits for
  // it (eventstore/rocksdb/purge.h), or until `stop`. Must have returned before
  // the store is closed.
  virtual absl::Status PurgeDeleted(std::atomic<bool>& stop) = 0;

  // Makes `directory`, which must not exist nor end in ".partial" (an
  // unfinished backup's name does), a data directory that holds the
  // store as it is now, opens the copy and checks the end of its log. Appends
  // go on meanwhile. On one file system the files are linked, not copied. A
  // store that is opened from it begins a new lineage. Blocks. BACKUP_FAILED,
  // and then nothing is left behind.
  virtual absl::StatusOr<Backup> CreateBackup(const std::string& directory) = 0;

  // What happens every second by itself: watermark, free space. For tests.
  virtual void MaintainNow() = 0;
};

// Opens or creates the embedded store, checks it (docs/formats/storage.md,
// "Opening"), and starts its committer. Errors: STORE_FAILED with a text that
// says what was found and what to do (locked by another process, foreign or
// newer format, log behind its watermark, damaged records).
absl::StatusOr<std::unique_ptr<RocksDbEventStore>> OpenRocksDbEventStore(
    RocksDbOptions options);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_ROCKSDB_ROCKSDB_EVENT_STORE_H_
