#ifndef ROLLBOOK_TESTS_ARCHITECTURE_SOURCE_TREE_H_
#define ROLLBOOK_TESTS_ARCHITECTURE_SOURCE_TREE_H_

#include <set>
#include <string>
#include <string_view>
#include <vector>

// The files that the rules of this folder are about, as text. The rules take
// a vector of them, so that tests can plant a tree.
namespace rollbook::architecture {

struct SourceFile {
  std::string path;  // From the root: "domain/user.h".
  std::string text;
};

// Empty when it cannot be read.
std::string ReadFile(const std::string& path);

// Every .h, .cc and CMakeLists.txt of the rooms below `root`, sorted by path.
// Build trees and generated code are not part of a room.
std::vector<SourceFile> ReadSourceTree(const std::string& root);

// The Markdown files at the root and below docs/.
std::vector<SourceFile> ReadDocuments(const std::string& root);

// All files and folders of the tree, hidden ones and build trees left out.
std::set<std::string> ReadPaths(const std::string& root);

bool IsHeader(std::string_view path);
bool IsSource(std::string_view path);  // .cc
bool IsCMakeList(std::string_view path);

// Shell pattern; * also crosses slashes.
bool Matches(std::string_view pattern, std::string_view path);

std::vector<std::string_view> Lines(std::string_view text);

}  // namespace rollbook::architecture

#endif  // ROLLBOOK_TESTS_ARCHITECTURE_SOURCE_TREE_H_
