#include "tests/architecture/source_tree.h"

#include <fnmatch.h>

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace rollbook::architecture {
namespace {

namespace fs = std::filesystem;

constexpr std::array<std::string_view, 8> kRooms = {
    "base",     "proof",   "domain", "eventstore",
    "services", "gateway", "cli",    "tests"};

}  // namespace

std::string ReadFile(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<SourceFile> ReadSourceTree(const std::string& root) {
  std::vector<SourceFile> files;
  for (const std::string_view room : kRooms) {
    for (const auto& entry :
         fs::recursive_directory_iterator(fs::path(root) / room)) {
      const std::string path = fs::relative(entry.path(), root).string();
      if (IsHeader(path) || IsSource(path) || IsCMakeList(path)) {
        files.push_back({path, ReadFile(entry.path())});
      }
    }
  }
  std::ranges::sort(files, {}, &SourceFile::path);
  return files;
}

std::set<std::string> ReadPaths(const std::string& root) {
  std::set<std::string> paths;
  for (auto entry = fs::recursive_directory_iterator(root);
       entry != fs::recursive_directory_iterator(); ++entry) {
    const std::string path = fs::relative(entry->path(), root).string();
    if (path.starts_with('.') || path == "build") {
      entry.disable_recursion_pending();
      continue;
    }
    paths.insert(path);
  }
  return paths;
}

std::vector<SourceFile> ReadDocuments(const std::string& root) {
  std::vector<SourceFile> documents;
  for (const std::string& path : ReadPaths(root)) {
    const bool at_root = path.find('/') == std::string::npos;
    if (path.ends_with(".md") && (at_root || path.starts_with("docs/"))) {
      documents.push_back({path, ReadFile(fs::path(root) / path)});
    }
  }
  return documents;
}

bool IsHeader(std::string_view path) { return path.ends_with(".h"); }
bool IsSource(std::string_view path) { return path.ends_with(".cc"); }
bool IsCMakeList(std::string_view path) {
  return path.ends_with("CMakeLists.txt");
}

bool Matches(std::string_view pattern, std::string_view path) {
  return fnmatch(std::string(pattern).c_str(), std::string(path).c_str(), 0) ==
         0;
}

std::vector<std::string_view> Lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size());
    lines.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return lines;
}

}  // namespace rollbook::architecture
