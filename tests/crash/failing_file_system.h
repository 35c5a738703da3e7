#ifndef ROLLBOOK_TESTS_CRASH_FAILING_FILE_SYSTEM_H_
#define ROLLBOOK_TESTS_CRASH_FAILING_FILE_SYSTEM_H_

#include <atomic>
#include <memory>
#include <string>
#include <utility>

#include "rocksdb/file_system.h"

namespace rollbook::tests {

// A file system whose next operation of a kind on a WAL, or on the watermark,
// fails once; everything before and behind it works. Thread-safe.
class FailingFileSystem final : public rocksdb::FileSystemWrapper {
 public:
  enum class Fault { kNone, kAppend, kSync, kNoSpace };

  explicit FailingFileSystem(std::shared_ptr<rocksdb::FileSystem> target)
      : FileSystemWrapper(std::move(target)) {}

  const char* Name() const override { return "FailingFileSystem"; }

  // Arms the fault for files whose name contains `part`.
  void FailOnce(Fault fault, std::string part) {
    part_ = std::move(part);
    fault_.store(fault);
  }

  rocksdb::IOStatus NewWritableFile(
      const std::string& path, const rocksdb::FileOptions& options,
      std::unique_ptr<rocksdb::FSWritableFile>* file,
      rocksdb::IODebugContext* debug) override {
    auto status =
        FileSystemWrapper::NewWritableFile(path, options, file, debug);
    if (status.ok()) {
      *file = std::make_unique<File>(std::move(*file), *this, path);
    }
    return status;
  }

 private:
  class File final : public rocksdb::FSWritableFileOwnerWrapper {
   public:
    File(std::unique_ptr<rocksdb::FSWritableFile> file,
         FailingFileSystem& owner, std::string path)
        : FSWritableFileOwnerWrapper(std::move(file)),
          owner_(owner),
          path_(std::move(path)) {}

    rocksdb::IOStatus Append(const rocksdb::Slice& data,
                             const rocksdb::IOOptions& options,
                             rocksdb::IODebugContext* debug) override {
      if (owner_.Strikes(Fault::kAppend, path_)) {
        return rocksdb::IOStatus::IOError("injected");
      }
      if (owner_.Strikes(Fault::kNoSpace, path_)) {
        return rocksdb::IOStatus::NoSpace("injected");
      }
      return target()->Append(data, options, debug);
    }
    rocksdb::IOStatus Append(const rocksdb::Slice& data,
                             const rocksdb::IOOptions& options,
                             const rocksdb::DataVerificationInfo&,
                             rocksdb::IODebugContext* debug) override {
      return Append(data, options, debug);
    }
    rocksdb::IOStatus Sync(const rocksdb::IOOptions& options,
                           rocksdb::IODebugContext* debug) override {
      if (owner_.Strikes(Fault::kSync, path_)) {
        return rocksdb::IOStatus::IOError("injected");
      }
      return target()->Sync(options, debug);
    }

   private:
    FailingFileSystem& owner_;
    const std::string path_;
  };

  bool Strikes(Fault fault, const std::string& path) {
    if (fault_.load() != fault || path.find(part_) == std::string::npos) {
      return false;
    }
    fault_.store(Fault::kNone);
    return true;
  }

  std::atomic<Fault> fault_ = Fault::kNone;
  std::string part_;  // written before fault_
};

}  // namespace rollbook::tests

#endif  // ROLLBOOK_TESTS_CRASH_FAILING_FILE_SYSTEM_H_
