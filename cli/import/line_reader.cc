#include "cli/import/line_reader.h"

#include <limits>
#include <string_view>

namespace rollbook::cli {
namespace {

constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

}  // namespace

// One byte more for the terminating NUL that getline writes.
LineReader::LineReader(std::istream& in)
    : in_(in), buffer_(kMaxLineBytes + 1) {}

bool LineReader::Next(Line& line) {
  in_.getline(buffer_.data(), static_cast<std::streamsize>(buffer_.size()));
  auto read = static_cast<size_t>(in_.gcount());
  if (read == 0) return false;
  offset_ += read;
  line.too_long = in_.fail() && !in_.eof();
  if (line.too_long) {
    in_.clear();
    in_.ignore(std::numeric_limits<std::streamsize>::max(), '\n');
    offset_ += static_cast<uint64_t>(in_.gcount());
  } else if (!in_.eof()) {
    --read;  // the line's end was taken out of the file, not put here
  }
  line.number = ++number_;
  line.end_offset = offset_;
  line.text.assign(buffer_.data(), read);
  if (line.text.ends_with('\r')) line.text.pop_back();
  if (number_ == 1 && line.text.starts_with(kByteOrderMark)) {
    line.text.erase(0, kByteOrderMark.size());
  }
  return true;
}

void LineReader::ContinueAfter(uint64_t number, uint64_t offset) {
  in_.clear();
  in_.seekg(static_cast<std::streamoff>(offset));
  number_ = number;
  offset_ = offset;
}

void LineReader::SkipTo(uint64_t number) {
  Line line;
  while (number_ + 1 < number && Next(line)) continue;
}

}  // namespace rollbook::cli
