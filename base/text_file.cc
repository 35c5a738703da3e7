#include "base/text_file.h"

#include <array>
#include <fstream>

#include "base/error.h"

namespace rollbook::base {

absl::StatusOr<std::string> ReadTextFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::string text;
  std::array<char, 4096> piece;
  // Not through the stream's buffer: that throws when the path is a directory.
  do {
    file.read(piece.data(), piece.size());
    text.append(piece.data(), static_cast<size_t>(file.gcount()));
  } while (file);
  if (!file.eof()) {
    return ErrorWithText(Reason::kInvalidArgument, "cannot read " + path);
  }
  return text;
}

}  // namespace rollbook::base
