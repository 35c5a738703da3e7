#ifndef ROLLBOOK_TESTS_ARCHITECTURE_INCLUDE_TABLE_H_
#define ROLLBOOK_TESTS_ARCHITECTURE_INCLUDE_TABLE_H_

#include <span>
#include <string_view>
#include <vector>

// Which part of the house may include what: docs/ARCHITECTURE.md's table as
// data. CMake cannot hold it, because all third-party headers live in one
// system folder and every room is on the include path.
namespace rollbook::architecture {

// A name for all headers below a path; of several that fit, the longest path
// counts.
struct HeaderGroup {
  std::string_view name;
  std::string_view path_prefix;
};

// Files that match `files` (a shell pattern in which * also crosses slashes)
// may include these groups. Rows add up; what no row allows is forbidden.
struct IncludeRow {
  std::string_view files;
  std::vector<std::string_view> may_include;
};

// Headers that files matching `files`, other than those matching `except`, may
// not include even where their group is allowed; standard headers too.
struct ForbiddenRow {
  std::string_view files;
  std::string_view except;
  std::vector<std::string_view> headers;
  std::string_view why;
};

std::span<const HeaderGroup> HeaderGroups();
std::span<const IncludeRow> IncludeTable();
std::span<const ForbiddenRow> ForbiddenTable();

}  // namespace rollbook::architecture

#endif  // ROLLBOOK_TESTS_ARCHITECTURE_INCLUDE_TABLE_H_
