#ifndef ROLLBOOK_TESTS_CRASH_POWER_CUT_FILE_SYSTEM_H_
#define ROLLBOOK_TESTS_CRASH_POWER_CUT_FILE_SYSTEM_H_

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <utility>

#include "base/mutex.h"
#include "rocksdb/file_system.h"

namespace rollbook::tests {

// A file system that knows what a power cut would leave: of every file the
// bytes that were synced, perhaps some of those behind them, under the names
// that a sync of their directory has made durable. Thread-safe.
//
// Deletions count as durable at once; what was renamed or created does not.
class PowerCutFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  // `keep` is a directory of this object's own, on the file system of the
  // files: contents stay there when their names go.
  PowerCutFileSystem(std::shared_ptr<rocksdb::FileSystem> target,
                     std::string keep);

  const char* Name() const override { return "PowerCutFileSystem"; }

  // Runs after each sync, on the thread that synced: the moments between which
  // a power cut finds the same. Set before the first file is made.
  void SetAfterSync(std::function<void()> after_sync) {
    after_sync_ = std::move(after_sync);
  }

  // Writes what would be found under `root` after a power cut now into `copy`.
  // With `tears`, files may also keep a part of what was not synced.
  void CutPower(const std::string& root, const std::string& copy,
                std::mt19937* tears);

  rocksdb::IOStatus NewWritableFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* file,
      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus NewDirectory(
      const std::string& path, const rocksdb::IOOptions& options,
      std::unique_ptr<rocksdb::FSDirectory>* directory,
      rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus RenameFile(const std::string& from, const std::string& to,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;
  rocksdb::IOStatus DeleteFile(const std::string& path,
                               const rocksdb::IOOptions& options,
                               rocksdb::IODebugContext* debug) override;

 private:
  friend class TrackedFile;
  friend class TrackedDirectory;

  struct Content {
    uint64_t written = 0;
    uint64_t synced = 0;
  };
  using Names = std::map<std::string, uint64_t>;  // path -> content

  std::string KeptPath(uint64_t content) const;
  void SyncNames(const std::string& directory);

  const std::string keep_;
  std::function<void()> after_sync_ = [] {};
  base::Mutex mutex_;
  uint64_t last_content_ = 0;
  std::map<uint64_t, Content> contents_;
  Names names_;
  Names durable_names_;
};

}  // namespace rollbook::tests

#endif  // ROLLBOOK_TESTS_CRASH_POWER_CUT_FILE_SYSTEM_H_
