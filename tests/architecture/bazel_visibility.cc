#include "tests/architecture/bazel_visibility.h"

#include <algorithm>
#include <filesystem>
#include <map>
#include <set>

#include "absl/strings/str_cat.h"
#include "tests/architecture/include_table.h"

namespace rollbook::architecture {
namespace {

using Packages = std::set<std::string>;

constexpr std::string_view kHeading =
    "# Who may use what: tests/architecture/include_table.cc, by package.\n"
    "# Not edited; README.md says how it is written.\n"
    "\n"
    "# Headers below a path -> their name in MAY_USE; of several that fit, "
    "the\n"
    "# longest path counts.\n";

std::string FolderOf(const std::string& path) {
  return std::filesystem::path(path).parent_path().string();
}

Packages PackagesOf(const std::vector<SourceFile>& files) {
  Packages packages;
  for (const SourceFile& file : files) {
    if (IsCMakeList(file.path)) packages.insert(FolderOf(file.path));
  }
  return packages;
}

// The closest package above the file; empty when there is none.
std::string PackageOf(const std::string& path, const Packages& packages) {
  std::string folder = FolderOf(path);
  while (!folder.empty() && !packages.contains(folder)) {
    folder = FolderOf(folder);
  }
  return folder;
}

// Group -> packages with a file that may include it.
std::map<std::string_view, Packages> UsersOf(
    const std::vector<SourceFile>& files, const Packages& packages) {
  std::vector<std::string> paths;
  paths.reserve(files.size() + packages.size());
  for (const SourceFile& file : files) paths.push_back(file.path);
  for (const std::string& package : packages) {
    paths.push_back(package + "/any_test.cc");
  }
  std::map<std::string_view, Packages> users;
  for (const IncludeRow& row : IncludeTable()) {
    for (const std::string& path : paths) {
      if (IsCMakeList(path) || !Matches(row.files, path)) continue;
      for (const std::string_view group : row.may_include) {
        users[group].insert(PackageOf(path, packages));
      }
    }
  }
  return users;
}

// A package's name also stands for all those below it, if they are in as well.
std::vector<std::string> Specifications(const Packages& users,
                                        const Packages& packages) {
  std::vector<std::string> specifications;
  std::string covered = "/";
  for (const std::string& package : packages) {
    if (package.starts_with(covered)) continue;
    const std::string below = package + "/";
    const bool with_all_below =
        users.contains(package) &&
        std::ranges::all_of(packages, [&](const std::string& other) {
          return !other.starts_with(below) || users.contains(other);
        });
    if (with_all_below) {
      covered = below;
      specifications.push_back("//" + package + ":__subpackages__");
    } else if (users.contains(package)) {
      specifications.push_back("//" + package + ":__pkg__");
    }
  }
  return specifications;
}

}  // namespace

std::string BazelVisibility(const std::vector<SourceFile>& files) {
  std::map<std::string_view, std::string_view> groups;
  for (const HeaderGroup& group : HeaderGroups()) {
    groups[group.path_prefix] = group.name;
  }
  std::string text = absl::StrCat(std::string(kHeading), "GROUPS = {\n");
  for (const auto& [prefix, name] : groups) {
    absl::StrAppend(&text, "    \"", std::string(prefix), "\": \"",
                    std::string(name), "\",\n");
  }
  const Packages packages = PackagesOf(files);
  absl::StrAppend(&text, "}\n\nMAY_USE = {\n");
  for (const auto& [group, users] : UsersOf(files, packages)) {
    absl::StrAppend(&text, "    \"", std::string(group), "\": [\n");
    for (const std::string& user : Specifications(users, packages)) {
      absl::StrAppend(&text, "        \"", user, "\",\n");
    }
    absl::StrAppend(&text, "    ],\n");
  }
  return text + "}\n";
}

}  // namespace rollbook::architecture
