#include "tests/crash/power_cut_file_system.h"

#include <filesystem>
#include <utility>

namespace rollbook::tests {

using rocksdb::IODebugContext;
using rocksdb::IOOptions;
using rocksdb::IOStatus;

class TrackedFile final : public rocksdb::FSWritableFileOwnerWrapper {
 public:
  TrackedFile(std::unique_ptr<rocksdb::FSWritableFile> file,
              PowerCutFileSystem& owner, uint64_t content)
      : FSWritableFileOwnerWrapper(std::move(file)),
        owner_(owner),
        content_(content) {}

  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  IODebugContext* debug) override {
    base::MutexLock lock(owner_.mutex_);
    IOStatus status = target()->Append(data, options, debug);
    if (status.ok()) owner_.contents_[content_].written += data.size();
    return status;
  }
  IOStatus Append(const rocksdb::Slice& data, const IOOptions& options,
                  const rocksdb::DataVerificationInfo&,
                  IODebugContext* debug) override {
    return Append(data, options, debug);
  }
  IOStatus Sync(const IOOptions& options, IODebugContext* debug) override {
    uint64_t written = 0;
    {
      base::MutexLock lock(owner_.mutex_);
      written = owner_.contents_[content_].written;
    }
    IOStatus status = target()->Sync(options, debug);
    if (!status.ok()) return status;
    {
      base::MutexLock lock(owner_.mutex_);
      owner_.contents_[content_].synced = written;
    }
    owner_.after_sync_();
    return status;
  }
  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    return Sync(options, debug);
  }

 private:
  PowerCutFileSystem& owner_;
  const uint64_t content_;
};

class TrackedDirectory final : public rocksdb::FSDirectoryWrapper {
 public:
  TrackedDirectory(std::unique_ptr<rocksdb::FSDirectory> directory,
                   PowerCutFileSystem& owner, std::string path)
      : FSDirectoryWrapper(std::move(directory)),
        owner_(owner),
        path_(std::move(path)) {}

  IOStatus Fsync(const IOOptions& options, IODebugContext* debug) override {
    IOStatus status = FSDirectoryWrapper::Fsync(options, debug);
    if (!status.ok()) return status;
    owner_.SyncNames(path_);
    owner_.after_sync_();
    return status;
  }
  IOStatus FsyncWithDirOptions(const IOOptions& options, IODebugContext* debug,
                               const rocksdb::DirFsyncOptions&) override {
    return Fsync(options, debug);
  }

 private:
  PowerCutFileSystem& owner_;
  const std::string path_;
};

PowerCutFileSystem::PowerCutFileSystem(
    std::shared_ptr<rocksdb::FileSystem> target, std::string keep)
    : FileSystemWrapper(target), keep_(std::move(keep)) {
  std::filesystem::create_directories(keep_);
}

void PowerCutFileSystem::CutPower(const std::string& root,
                                  const std::string& copy,
                                  std::mt19937* tears) {
  namespace fs = std::filesystem;
  base::MutexLock lock(mutex_);
  for (const auto& [path, id] : durable_names_) {
    if (!path.starts_with(root + "/")) continue;
    const Content& content = contents_[id];
    uint64_t size = content.synced;
    if (tears != nullptr) {
      size = std::uniform_int_distribution<uint64_t>(content.synced,
                                                     content.written)(*tears);
    }
    const fs::path target = copy + path.substr(root.size());
    fs::create_directories(target.parent_path());
    fs::copy_file(KeptPath(id), target);
    fs::resize_file(target, size);
  }
}

IOStatus PowerCutFileSystem::NewWritableFile(
    const std::string& path, const rocksdb::FileOptions& options,
    std::unique_ptr<rocksdb::FSWritableFile>* file, IODebugContext* debug) {
  base::MutexLock lock(mutex_);
  // A name that is written again gets a new content; the old one stays kept.
  std::error_code ignored;
  std::filesystem::remove(path, ignored);
  IOStatus status =
      FileSystemWrapper::NewWritableFile(path, options, file, debug);
  if (!status.ok()) return status;
  const uint64_t content = ++last_content_;
  std::filesystem::create_hard_link(path, KeptPath(content));
  contents_[content] = {};
  names_[path] = content;
  *file = std::make_unique<TrackedFile>(std::move(*file), *this, content);
  return status;
}

IOStatus PowerCutFileSystem::NewDirectory(
    const std::string& path, const IOOptions& options,
    std::unique_ptr<rocksdb::FSDirectory>* directory, IODebugContext* debug) {
  IOStatus status =
      FileSystemWrapper::NewDirectory(path, options, directory, debug);
  if (!status.ok()) return status;
  *directory =
      std::make_unique<TrackedDirectory>(std::move(*directory), *this, path);
  return status;
}

IOStatus PowerCutFileSystem::RenameFile(const std::string& from,
                                        const std::string& to,
                                        const IOOptions& options,
                                        IODebugContext* debug) {
  base::MutexLock lock(mutex_);
  IOStatus status = FileSystemWrapper::RenameFile(from, to, options, debug);
  if (!status.ok()) return status;
  if (const auto name = names_.find(from); name != names_.end()) {
    names_[to] = name->second;
    names_.erase(name);
  }
  return status;
}

IOStatus PowerCutFileSystem::DeleteFile(const std::string& path,
                                        const IOOptions& options,
                                        IODebugContext* debug) {
  base::MutexLock lock(mutex_);
  IOStatus status = FileSystemWrapper::DeleteFile(path, options, debug);
  if (!status.ok()) return status;
  names_.erase(path);
  durable_names_.erase(path);
  return status;
}

std::string PowerCutFileSystem::KeptPath(uint64_t content) const {
  return keep_ + "/" + std::to_string(content);
}

void PowerCutFileSystem::SyncNames(const std::string& directory) {
  base::MutexLock lock(mutex_);
  const auto is_inside = [&](const std::string& path) {
    return std::filesystem::path(path).parent_path() ==
           std::filesystem::path(directory);
  };
  std::erase_if(durable_names_,
                [&](const auto& name) { return is_inside(name.first); });
  for (const auto& [path, content] : names_) {
    if (is_inside(path)) durable_names_[path] = content;
  }
}

}  // namespace rollbook::tests
