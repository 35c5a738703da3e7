#ifndef ROLLBOOK_BASE_FLAG_FILE_H_
#define ROLLBOOK_BASE_FLAG_FILE_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"

namespace rollbook::base {

// The arguments with every `--flagfile FILE` replaced by the lines of FILE,
// which are put in front, so that what stands on the command line wins. A line
// is one `--flag=value` or `--flag`; blank lines and lines beginning with `#`
// are skipped; a file may not name another. Errors name the file and line.
absl::StatusOr<std::vector<std::string>> ExpandFlagFiles(
    const std::vector<std::string>& arguments);

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_FLAG_FILE_H_
