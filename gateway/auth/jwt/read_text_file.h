#ifndef ROLLBOOK_GATEWAY_AUTH_JWT_READ_TEXT_FILE_H_
#define ROLLBOOK_GATEWAY_AUTH_JWT_READ_TEXT_FILE_H_

#include <fstream>
#include <iterator>
#include <string>

#include "absl/status/statusor.h"
#include "base/error.h"

namespace rollbook::gateway::jwt {

// INVALID_ARGUMENT names the file.
inline absl::StatusOr<std::string> ReadTextFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(file),
                   std::istreambuf_iterator<char>()};
  if (!file) {
    return base::ErrorWithText(base::Reason::kInvalidArgument,
                               "cannot read " + path);
  }
  return text;
}

}  // namespace rollbook::gateway::jwt

#endif  // ROLLBOOK_GATEWAY_AUTH_JWT_READ_TEXT_FILE_H_
