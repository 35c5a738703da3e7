#include "cli/files.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <sstream>
#include <system_error>

#include "base/error.h"
#include "base/status_macros.h"

namespace rollbook::cli {
absl::Status WriteAll(int file, std::string_view content,
                      const std::string& path) {
  while (!content.empty()) {
    const ssize_t written = write(file, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return FileError("cannot write", path);
    content.remove_prefix(static_cast<size_t>(written));
  }
  return absl::OkStatus();
}

absl::Status FileError(std::string_view what, const std::string& path) {
  const std::string why = std::generic_category().message(errno);
  return base::ErrorWithText(base::Reason::kInvalidArgument,
                             std::string(what) + " " + path + ": " + why);
}

absl::StatusOr<std::string> ReadFile(const std::string& path) {
  errno = 0;
  std::ifstream file(path, std::ios::binary);
  std::ostringstream content;
  // An empty file sets failbit on `content`, which is no error.
  if (!file || (content << file.rdbuf(), file.bad())) {
    return FileError("cannot read", path);
  }
  return content.str();
}

absl::StatusOr<std::string> ReadFileOrInput(const std::string& path,
                                            std::istream& in) {
  if (path != "-") return ReadFile(path);
  return std::string(std::istreambuf_iterator<char>(in), {});
}

absl::Status ReplaceFile(const std::string& path, std::string_view content) {
  const std::string beside = path + ".tmp";
  const int file =
      open(beside.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (file < 0) return FileError("cannot write", beside);
  const absl::Status written = WriteAll(file, content, beside);
  close(file);
  RETURN_IF_ERROR(written);
  if (rename(beside.c_str(), path.c_str()) != 0) {
    return FileError("cannot replace", path);
  }
  return absl::OkStatus();
}

}  // namespace rollbook::cli
