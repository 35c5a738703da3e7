#include "gateway/json/utf8.h"

#include <simdjson.h>

#include <algorithm>

namespace rollbook::gateway::json {

std::optional<size_t> CountCodePoints(std::string_view text) {
  if (!simdjson::validate_utf8(text.data(), text.size())) return std::nullopt;
  // Every code point has one byte that is no continuation (10xxxxxx).
  return static_cast<size_t>(std::count_if(
      text.begin(), text.end(),
      [](char c) { return (static_cast<unsigned char>(c) & 0xc0) != 0x80; }));
}

}  // namespace rollbook::gateway::json
