#include "proof/checkpoint.h"

#include <algorithm>
#include <charconv>

#include "base/base64.h"
#include "base/bytes.h"

namespace rollbook::proof {
namespace {

constexpr std::string_view kOriginPrefix = "rollbook/";

std::optional<std::string_view> TakeLine(std::string_view& text) {
  const size_t end = text.find('\n');
  if (end == text.npos || end == 0) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

std::optional<uint64_t> ParseSize(std::string_view text) {
  uint64_t size = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, size);
  if (error != std::errc() || stop != end) return std::nullopt;
  if (text.size() > 1 && text[0] == '0') return std::nullopt;
  return size;
}

}  // namespace

std::string Checkpoint::ToText() const {
  return origin + "\n" + std::to_string(size) + "\n" +
         base::ToBase64(base::AsText(root)) + "\n";
}

std::optional<Checkpoint> Checkpoint::Parse(std::string_view text) {
  const auto origin = TakeLine(text);
  const auto size_line = origin ? TakeLine(text) : std::nullopt;
  const auto root_line = size_line ? TakeLine(text) : std::nullopt;
  if (!root_line) return std::nullopt;
  const auto size = ParseSize(*size_line);
  const auto root = base::FromBase64(*root_line);
  Checkpoint checkpoint;
  if (!size || !root || root->size() != checkpoint.root.size()) {
    return std::nullopt;
  }
  checkpoint.origin = *origin;
  checkpoint.size = *size;
  std::copy(root->begin(), root->end(), checkpoint.root.begin());
  return checkpoint;
}

std::string OriginOf(std::string_view lineage) {
  return std::string(kOriginPrefix).append(lineage);
}

}  // namespace rollbook::proof
