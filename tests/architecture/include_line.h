#ifndef ROLLBOOK_TESTS_ARCHITECTURE_INCLUDE_LINE_H_
#define ROLLBOOK_TESTS_ARCHITECTURE_INCLUDE_LINE_H_

#include <algorithm>
#include <optional>
#include <string_view>

namespace rollbook::architecture {

// The header that an #include line names, without its quotes or brackets.
inline std::optional<std::string_view> IncludedHeader(std::string_view line) {
  constexpr std::string_view kBlank = " \t";
  const auto skip_blank = [&] {
    line.remove_prefix(std::min(line.find_first_not_of(kBlank), line.size()));
  };
  for (const std::string_view word : {"#", "include"}) {
    skip_blank();
    if (!line.starts_with(word)) return std::nullopt;
    line.remove_prefix(word.size());
  }
  skip_blank();
  if (line.empty()) return std::nullopt;
  const size_t end = line.find(line.front() == '<' ? '>' : '"', 1);
  if (end == std::string_view::npos) return std::nullopt;
  return line.substr(1, end - 1);
}

}  // namespace rollbook::architecture

#endif  // ROLLBOOK_TESTS_ARCHITECTURE_INCLUDE_LINE_H_
