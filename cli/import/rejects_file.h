#ifndef ROLLBOOK_CLI_IMPORT_REJECTS_FILE_H_
#define ROLLBOOK_CLI_IMPORT_REJECTS_FILE_H_

#include <cstdint>
#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "cli/failure.h"
#include "cli/import/line_reader.h"

namespace rollbook::cli {

// The refused lines of an import as JSON lines, readable by their owner only
// because they hold personal data:
// {"line":7,"reason":"INVALID_PROFILE","message":…,
//  "fields":[{"field","code","message"}],"input":{…}}
// `input` is the line itself; a string when it is no JSON. Not thread-safe.
class RejectsFile {
 public:
  // Keeps the first `keep_bytes` of an existing file, and drops the rest. An
  // empty path makes a file that forgets everything.
  static absl::StatusOr<std::unique_ptr<RejectsFile>> Open(std::string path,
                                                           uint64_t keep_bytes);
  ~RejectsFile();

  RejectsFile(const RejectsFile&) = delete;
  RejectsFile& operator=(const RejectsFile&) = delete;

  absl::Status Write(const Line& line, const Failure& failure);

  // Everything written so far reaches the file.
  absl::Status Flush();

  // The file's length after a Flush().
  uint64_t bytes() const { return bytes_; }

 private:
  RejectsFile(std::string path, int file, uint64_t bytes);

  const std::string path_;
  const int file_;
  uint64_t bytes_;
  std::string buffer_;
};

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_IMPORT_REJECTS_FILE_H_
