#include "cli/import/rejects_file.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "cli/files.h"

namespace rollbook::cli {
namespace {

constexpr size_t kBufferBytes = 64 << 10;
constexpr int kNoFile = -1;

Json InputOf(const Line& line) {
  Json parsed = Json::parse(line.text, nullptr, /*allow_exceptions=*/false);
  return parsed.is_object() ? parsed : Json(line.text);
}

}  // namespace

absl::StatusOr<std::unique_ptr<RejectsFile>> RejectsFile::Open(
    std::string path, uint64_t keep_bytes) {
  if (path.empty()) {
    return std::unique_ptr<RejectsFile>(new RejectsFile("", kNoFile, 0));
  }
  const int file =
      open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC, S_IRUSR | S_IWUSR);
  if (file < 0) return FileError("cannot write", path);
  const off_t size = lseek(file, 0, SEEK_END);
  const auto keep = std::min(static_cast<off_t>(keep_bytes), size);
  if (size < 0 || ftruncate(file, keep) != 0 ||
      lseek(file, keep, SEEK_SET) != keep) {
    absl::Status error = FileError("cannot write", path);
    close(file);
    return error;
  }
  return std::unique_ptr<RejectsFile>(
      new RejectsFile(std::move(path), file, static_cast<uint64_t>(keep)));
}

RejectsFile::RejectsFile(std::string path, int file, uint64_t bytes)
    : path_(std::move(path)), file_(file), bytes_(bytes) {}

RejectsFile::~RejectsFile() {
  if (file_ != kNoFile) close(file_);
}

absl::Status RejectsFile::Write(const Line& line, const Failure& failure) {
  if (file_ == kNoFile) return absl::OkStatus();
  const Json json = {{"line", line.number},
                     {"reason", failure.reason},
                     {"message", failure.message},
                     {"fields", ToJson(failure.fields)},
                     {"input", InputOf(line)}};
  buffer_ += ToText(json) + "\n";
  return buffer_.size() < kBufferBytes ? absl::OkStatus() : Flush();
}

absl::Status RejectsFile::Flush() {
  if (file_ == kNoFile) return absl::OkStatus();
  absl::Status written = WriteAll(file_, buffer_, path_);
  if (written.ok()) bytes_ += buffer_.size();
  buffer_.clear();
  return written;
}

}  // namespace rollbook::cli
