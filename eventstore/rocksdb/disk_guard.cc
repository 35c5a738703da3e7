#include "eventstore/rocksdb/disk_guard.h"

#include <fcntl.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include <algorithm>
#include <limits>

#include "base/error.h"
#include "eventstore/rocksdb/settings.h"

namespace rollbook::eventstore {
namespace {

constexpr uint64_t kLeastMinFreeBytes = uint64_t{1} << 30;
// How many times memtables and WAL must fit into the free space.
constexpr uint64_t kUnflushedFactor = 4;

std::optional<uint64_t> StatFreeBytes(const std::string& path) {
  struct statvfs disk {};
  if (statvfs(path.c_str(), &disk) != 0) return std::nullopt;
  return static_cast<uint64_t>(disk.f_bavail) * disk.f_frsize;
}

uint64_t MinFreeBytes(const RocksDbOptions& options) {
  if (options.min_free_disk_bytes != 0) return options.min_free_disk_bytes;
  return std::max(kLeastMinFreeBytes,
                  kUnflushedFactor * MaxUnflushedBytes(options));
}

}  // namespace

DiskGuard::DiskGuard(const RocksDbOptions& options)
    : directory_(options.directory),
      free_disk_(options.free_disk_bytes ? options.free_disk_bytes
                                         : StatFreeBytes),
      min_free_bytes_(MinFreeBytes(options)) {
  Look();
}

void DiskGuard::Look() {
  // A file system that cannot tell must not stop the service.
  free_bytes_.store(
      free_disk_(directory_).value_or(std::numeric_limits<uint64_t>::max()));
}

absl::Status DiskGuard::status() const {
  if (free_bytes_.load(std::memory_order_relaxed) >= min_free_bytes_) {
    return absl::OkStatus();
  }
  return base::Error(base::Reason::kDiskFull);
}

void PlaceBallast(const RocksDbOptions& options, const DiskGuard& guard) {
  if (options.ballast_bytes == 0 || !guard.status().ok() ||
      guard.free_bytes() / 2 < options.ballast_bytes) {
    return;
  }
  const std::string path = options.directory + "/ballast";
  const int file =
      open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (file < 0) return;
  const bool placed =
      posix_fallocate(file, 0, static_cast<off_t>(options.ballast_bytes)) == 0;
  close(file);
  if (!placed) unlink(path.c_str());
}

}  // namespace rollbook::eventstore
