#include "gateway/etag.h"

#include <charconv>
#include <cstddef>
#include <optional>

namespace rollbook::gateway {
namespace {

void SkipBlanks(std::string_view& text) {
  while (!text.empty() && (text[0] == ' ' || text[0] == '\t')) {
    text.remove_prefix(1);
  }
}

// The number in `tag`, written as EtagOf writes it.
std::optional<uint64_t> VersionOf(std::string_view tag) {
  uint64_t version = 0;
  const char* end = tag.data() + tag.size();
  const auto [stop, error] = std::from_chars(tag.data(), end, version);
  if (error != std::errc() || stop != end || tag[0] == '0') return std::nullopt;
  return version;
}

// Takes one entity tag off `list`; false when there is none.
bool TakeTag(std::string_view& list, IfMatch& wanted) {
  const bool weak = list.substr(0, 2) == "W/";
  if (weak) list.remove_prefix(2);
  if (list.empty() || list[0] != '"') return false;
  const size_t close = list.find('"', 1);
  if (close == std::string_view::npos) return false;
  const auto version = VersionOf(list.substr(1, close - 1));
  if (version && !weak) wanted.versions.push_back(*version);
  list.remove_prefix(close + 1);
  return true;
}

}  // namespace

std::string EtagOf(uint64_t version) {
  return '"' + std::to_string(version) + '"';
}

IfMatch ParseIfMatch(const std::vector<std::string_view>& values) {
  IfMatch wanted;
  if (values.size() == 1 && values[0] == "*") {
    wanted.any = true;
    return wanted;
  }
  for (std::string_view list : values) {
    for (SkipBlanks(list); !list.empty(); SkipBlanks(list)) {
      if (list[0] == ',') {
        list.remove_prefix(1);
        continue;
      }
      if (!TakeTag(list, wanted)) return {};
    }
  }
  return wanted;
}

}  // namespace rollbook::gateway
