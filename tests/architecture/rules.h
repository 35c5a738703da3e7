#ifndef ROLLBOOK_TESTS_ARCHITECTURE_RULES_H_
#define ROLLBOOK_TESTS_ARCHITECTURE_RULES_H_

#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "tests/architecture/source_tree.h"

// The rules of the house. Each returns one line for every place that breaks
// it, beginning with "path:line: " or "path: "; empty when all is well.
namespace rollbook::architecture {

std::vector<std::string> CheckIncludes(const std::vector<SourceFile>& files);

// ROLLBOOK_<PATH>_H_, so that no two headers shut each other out.
std::vector<std::string> CheckIncludeGuards(
    const std::vector<SourceFile>& files);

inline constexpr size_t kMaxLines = 400;

// No file over kMaxLines.
std::vector<std::string> CheckLength(const std::vector<SourceFile>& files);

// No note to self left behind, no linter silenced.
std::vector<std::string> CheckLeftovers(const std::vector<SourceFile>& files);

// What is compiled is what is there: every .cc is named in a CMakeLists.txt
// once at least, every header that product code includes is among its
// library's HDRS (so that it is compiled alone), and targets are declared
// through cmake/rollbook.cmake only.
std::vector<std::string> CheckBuildLists(const std::vector<SourceFile>& files);

// What documents say of the tree is so: relative links lead to one of
// `existing` (files and folders from the root), and a test that the README
// writes as `Suite.Name` is in `files`; a name may be a * for the whole suite;
// and a block of code that begins with "```cpp path" is in that file.
std::vector<std::string> CheckDocuments(
    const std::vector<SourceFile>& documents,
    const std::vector<SourceFile>& files,
    const std::set<std::string>& existing);

}  // namespace rollbook::architecture

#endif  // ROLLBOOK_TESTS_ARCHITECTURE_RULES_H_
