#ifndef ROLLBOOK_CLI_IMPORT_LINE_READER_H_
#define ROLLBOOK_CLI_IMPORT_LINE_READER_H_

#include <cstddef>
#include <cstdint>
#include <istream>
#include <string>
#include <vector>

namespace rollbook::cli {

// A user's record is at most 64 KiB; its JSON form can be twice as long.
inline constexpr size_t kMaxLineBytes = 128 << 10;

struct Line {
  uint64_t number = 0;  // from 1 on
  // Where the next line begins, in bytes from the file's beginning.
  uint64_t end_offset = 0;
  // Without its end; cut off when it is too long.
  std::string text;
  bool too_long = false;
};

// Reads lines of bounded length. Not thread-safe.
class LineReader {
 public:
  explicit LineReader(std::istream& in);

  // False at the end of the file, and after an error: then in.bad() is true.
  bool Next(Line& line);

  // Continues behind line `number`, which ends at `offset`.
  void ContinueAfter(uint64_t number, uint64_t offset);

  // Reads over lines until the next one is `number`.
  void SkipTo(uint64_t number);

 private:
  std::istream& in_;
  std::vector<char> buffer_;
  uint64_t number_ = 0;
  uint64_t offset_ = 0;
};

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_IMPORT_LINE_READER_H_
