#include "eventstore/rocksdb/scrubber.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "base/status_macros.h"
#include "eventstore/rocksdb/status.h"
#include "rocksdb/metadata.h"
#include "rocksdb/sst_file_reader.h"

namespace rollbook::eventstore {
namespace {

std::string PathOf(const rocksdb::LiveFileMetaData& file) {
  return file.db_path + file.name;
}

bool IsLive(const Database& database, const std::string& path) {
  std::vector<rocksdb::LiveFileMetaData> files;
  database.db().GetLiveFilesMetaData(&files);
  return std::any_of(files.begin(), files.end(),
                     [&](const auto& file) { return PathOf(file) == path; });
}

rocksdb::Status VerifyFile(const Database& database, const std::string& path) {
  rocksdb::Options options;
  options.env = database.db().GetEnv();
  rocksdb::SstFileReader reader(options);
  const rocksdb::Status opened = reader.Open(path);
  return opened.ok() ? reader.VerifyChecksum() : opened;
}

}  // namespace

absl::Status Scrubber::Run(uint64_t bytes_per_second) {
  std::vector<rocksdb::LiveFileMetaData> files;
  database_.db().GetLiveFilesMetaData(&files);
  for (const rocksdb::LiveFileMetaData& file : files) {
    if (!WaitFor(file.size, bytes_per_second)) return absl::OkStatus();
    const std::string path = PathOf(file);
    const rocksdb::Status status = VerifyFile(database_, path);
    // A compaction may have replaced the file meanwhile.
    if (status.ok() || !IsLive(database_, path)) continue;
    absl::Status failed = FromRocksDb(status);
    failure_.Fail(failed);
    return failed;
  }
  return absl::OkStatus();
}

void Scrubber::Stop() {
  base::MutexLock lock(mutex_);
  stopped_ = true;
  wake_.NotifyAll();
}

bool Scrubber::WaitFor(uint64_t bytes, uint64_t bytes_per_second) {
  const double seconds =
      static_cast<double>(bytes) /
      static_cast<double>(std::max<uint64_t>(bytes_per_second, 1));
  const absl::Time until = absl::Now() + absl::Seconds(seconds);
  base::MutexLock lock(mutex_);
  while (!stopped_) {
    const absl::Duration left = until - absl::Now();
    if (left <= absl::ZeroDuration()) return true;
    wake_.WaitFor(mutex_, left);
  }
  return false;
}

}  // namespace rollbook::eventstore
