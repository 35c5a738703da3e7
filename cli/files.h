#ifndef ROLLBOOK_CLI_FILES_H_
#define ROLLBOOK_CLI_FILES_H_

#include <iosfwd>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

// Small files. Errors are base::Errors (INVALID_ARGUMENT) that name the path.
namespace rollbook::cli {

absl::StatusOr<std::string> ReadFile(const std::string& path);

// Reads `path`, or all of `in` when it is "-".
absl::StatusOr<std::string> ReadFileOrInput(const std::string& path,
                                            std::istream& in);

// Writes a file beside `path` and renames it: a reader, or the next run after
// a crash, finds the old content or the new one. Mode 0600.
absl::Status ReplaceFile(const std::string& path, std::string_view content);

// Writes all of `content` to an open file; `path` is for the error.
absl::Status WriteAll(int file, std::string_view content,
                      const std::string& path);

// "cannot open /etc/x: No such file or directory", from errno.
absl::Status FileError(std::string_view what, const std::string& path);

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_FILES_H_
