#include <algorithm>
#include <filesystem>
#include <regex>

#include "absl/strings/str_cat.h"
#include "tests/architecture/rules.h"

namespace rollbook::architecture {
namespace {

using Matches = std::sregex_iterator;

// Where tests are named; elsewhere a dotted name may be something else.
constexpr std::string_view kPromise = "README.md";

std::set<std::string> TestsOf(const std::vector<SourceFile>& files) {
  static const std::regex kTest(R"(\nTEST(?:_F|_P)?\((\w+),\s*(\w+)\))");
  std::set<std::string> tests;
  for (const SourceFile& file : files) {
    const std::string text = "\n" + file.text;
    for (Matches test(text.begin(), text.end(), kTest); test != Matches();
         ++test) {
      const std::string suite = test->str(1);
      tests.insert(suite + "." + test->str(2));
      tests.insert(suite + ".*");
    }
  }
  return tests;
}

// Where a link of this document leads, from the root.
std::string Target(const std::string& document, std::string link) {
  link.resize(std::min(link.find('#'), link.size()));
  while (link.ends_with('/')) link.pop_back();
  const auto folder = std::filesystem::path(document).parent_path();
  return (folder / link).lexically_normal().string();
}

void CheckLinks(const SourceFile& document,
                const std::set<std::string>& existing,
                std::vector<std::string>& violations) {
  static const std::regex kLink(R"(\]\(([^)\s]+)\))");
  for (Matches match(document.text.begin(), document.text.end(), kLink);
       match != Matches(); ++match) {
    const std::string link = match->str(1);
    if (link.starts_with('#') || link.find("://") != std::string::npos) {
      continue;
    }
    if (existing.contains(Target(document.path, link))) continue;
    violations.push_back(absl::StrCat(document.path, ": links to ", link,
                                      ", which is not there"));
  }
}

void CheckTests(const SourceFile& document, const std::set<std::string>& tests,
                std::vector<std::string>& violations) {
  static const std::regex kName(R"(`([A-Z]\w+\.(?:[A-Z]\w+|\*))`)");
  for (Matches match(document.text.begin(), document.text.end(), kName);
       match != Matches(); ++match) {
    if (tests.contains(match->str(1))) continue;
    violations.push_back(absl::StrCat(document.path, ": names ", match->str(1),
                                      ", which is no test"));
  }
}

// A block of code that says where it is from ("```cpp path") is there word for
// word.
void CheckCode(const SourceFile& document, const std::vector<SourceFile>& files,
               std::vector<std::string>& violations) {
  constexpr std::string_view kOpening = "```cpp ";
  const std::string_view text = document.text;
  for (size_t at = text.find(kOpening); at != std::string_view::npos;
       at = text.find(kOpening, at + 1)) {
    const size_t name = at + kOpening.size();
    const size_t code = std::min(text.find('\n', name), text.size() - 1) + 1;
    const std::string_view path = text.substr(name, code - 1 - name);
    const std::string_view block =
        text.substr(code, text.find("```", code) - code);
    const bool there =
        std::any_of(files.begin(), files.end(), [&](const SourceFile& file) {
          return file.path == path &&
                 file.text.find(block) != std::string::npos;
        });
    if (there) continue;
    violations.push_back(absl::StrCat(document.path, ": shows code of ",
                                      std::string(path), " that is not there"));
  }
}

}  // namespace

std::vector<std::string> CheckDocuments(
    const std::vector<SourceFile>& documents,
    const std::vector<SourceFile>& files,
    const std::set<std::string>& existing) {
  const std::set<std::string> tests = TestsOf(files);
  std::vector<std::string> violations;
  for (const SourceFile& document : documents) {
    CheckLinks(document, existing, violations);
    CheckCode(document, files, violations);
    if (document.path == kPromise) CheckTests(document, tests, violations);
  }
  return violations;
}

}  // namespace rollbook::architecture
