#ifndef ROLLBOOK_BASE_TEXT_FILE_H_
#define ROLLBOOK_BASE_TEXT_FILE_H_

#include <string>

#include "absl/status/statusor.h"

namespace rollbook::base {

// The whole content of a file. INVALID_ARGUMENT, with its name, for what cannot
// be read; a directory is among that.
absl::StatusOr<std::string> ReadTextFile(const std::string& path);

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_TEXT_FILE_H_
