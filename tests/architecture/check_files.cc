#include <algorithm>
#include <array>
#include <cctype>

#include "absl/strings/str_cat.h"
#include "tests/architecture/rules.h"

namespace rollbook::architecture {
namespace {

std::string GuardOf(std::string_view path) {
  std::string guard = "ROLLBOOK_";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    guard += std::isalnum(byte) ? static_cast<char>(std::toupper(byte)) : '_';
  }
  return guard + "_";
}

// Written in halves, so that this file may stand under its own rule.
const std::array<std::string, 4> kLeftovers = {
    std::string("TO") + "DO", std::string("FIX") + "ME",
    std::string("XX") + "X:", std::string("NO") + "LINT"};

}  // namespace

std::vector<std::string> CheckIncludeGuards(
    const std::vector<SourceFile>& files) {
  std::vector<std::string> violations;
  for (const SourceFile& file : files) {
    if (!IsHeader(file.path)) continue;
    const std::string guard = GuardOf(file.path);
    const std::string opening =
        absl::StrCat("#ifndef ", guard, "\n#define ", guard, "\n");
    const std::string closing = absl::StrCat("#endif  // ", guard, "\n");
    if (!file.text.starts_with(opening) || !file.text.ends_with(closing)) {
      violations.push_back(
          absl::StrCat(file.path, ": is not guarded by ", guard));
    }
  }
  return violations;
}

std::vector<std::string> CheckLength(const std::vector<SourceFile>& files) {
  std::vector<std::string> violations;
  for (const SourceFile& file : files) {
    const size_t lines = Lines(file.text).size();
    if (lines > kMaxLines) {
      violations.push_back(absl::StrCat(file.path, ": has ", lines,
                                        " lines, more than ", kMaxLines));
    }
  }
  return violations;
}

std::vector<std::string> CheckLeftovers(const std::vector<SourceFile>& files) {
  std::vector<std::string> violations;
  for (const SourceFile& file : files) {
    size_t number = 0;
    for (const std::string_view line : Lines(file.text)) {
      ++number;
      for (const std::string& word : kLeftovers) {
        if (line.find(word) == std::string_view::npos) continue;
        violations.push_back(
            absl::StrCat(file.path, ":", number, ": leaves a ", word));
      }
    }
  }
  return violations;
}

}  // namespace rollbook::architecture
