#include <algorithm>
#include <filesystem>
#include <map>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "tests/architecture/include_line.h"
#include "tests/architecture/rules.h"

namespace rollbook::architecture {
namespace {

// What the calls of cmake/rollbook.cmake name, as paths from the root.
struct BuildLists {
  std::set<std::string> library;
  std::set<std::string> other;  // Binaries and tests, which have no HDRS.

  bool Names(const std::string& path) const {
    return library.contains(path) || other.contains(path);
  }
};

constexpr std::string_view kLibraryCall = "rollbook_library";
constexpr std::string_view kSpace = " \t\n()";

std::string WithoutComments(std::string_view text) {
  std::string kept;
  for (const std::string_view line : Lines(text)) {
    kept.append(line.substr(0, line.find('#'))).append("\n");
  }
  return kept;
}

// The names of files between two calls belong to the first of them.
void ReadList(const SourceFile& list, BuildLists& lists) {
  const auto folder = std::filesystem::path(list.path).parent_path();
  const std::string text = WithoutComments(list.text);
  std::set<std::string>* current = &lists.other;
  for (size_t at = 0; at < text.size();) {
    at = text.find_first_not_of(kSpace, at);
    if (at == std::string::npos) return;
    const size_t end = std::min(text.find_first_of(kSpace, at), text.size());
    const std::string word = text.substr(at, end - at);
    if (end < text.size() && text[end] == '(') {
      current = word == kLibraryCall ? &lists.library : &lists.other;
    }
    if (IsHeader(word) || IsSource(word)) {
      current->insert((folder / word).lexically_normal().string());
    }
    at = end;
  }
}

BuildLists ReadLists(const std::vector<SourceFile>& files) {
  BuildLists lists;
  for (const SourceFile& file : files) {
    if (IsCMakeList(file.path)) ReadList(file, lists);
  }
  return lists;
}

// Header -> who includes it; a file of a library, if there is one.
std::map<std::string, std::string> Includers(
    const std::vector<SourceFile>& files, const BuildLists& lists) {
  std::map<std::string, std::string> includers;
  for (const SourceFile& file : files) {
    for (const std::string_view line : Lines(file.text)) {
      const auto header = IncludedHeader(line);
      if (!header.has_value()) continue;
      std::string& includer = includers[std::string(*header)];
      if (!lists.library.contains(includer)) includer = file.path;
    }
  }
  return includers;
}

std::optional<std::string> ObjectionToHeader(
    const std::string& path, const BuildLists& lists,
    const std::map<std::string, std::string>& includers) {
  const auto includer = includers.find(path);
  if (includer == includers.end()) return "nobody includes it";
  if (lists.library.contains(includer->second) &&
      !lists.library.contains(path)) {
    return includer->second + " includes it, no HDRS names it";
  }
  return std::nullopt;
}

std::optional<std::string> DirectTarget(const SourceFile& list) {
  const std::string text = WithoutComments(list.text);
  for (const std::string call : {"add_library", "add_executable", "add_test"}) {
    if (text.find(call + "(") != std::string::npos) {
      return "calls " + call + ", not cmake/rollbook.cmake";
    }
  }
  return std::nullopt;
}

}  // namespace

std::vector<std::string> CheckBuildLists(const std::vector<SourceFile>& files) {
  const BuildLists lists = ReadLists(files);
  const auto includers = Includers(files, lists);
  std::vector<std::string> violations;
  for (const SourceFile& file : files) {
    std::optional<std::string> objection;
    if (IsCMakeList(file.path)) {
      objection = DirectTarget(file);
    } else if (IsHeader(file.path)) {
      objection = ObjectionToHeader(file.path, lists, includers);
    } else if (!lists.Names(file.path)) {
      objection = "no CMakeLists.txt builds it";
    }
    if (objection.has_value()) {
      violations.push_back(absl::StrCat(file.path, ": ", *objection));
    }
  }
  return violations;
}

}  // namespace rollbook::architecture
