#include <algorithm>
#include <optional>
#include <set>

#include "absl/strings/str_cat.h"
#include "tests/architecture/include_line.h"
#include "tests/architecture/include_table.h"
#include "tests/architecture/rules.h"

namespace rollbook::architecture {
namespace {

// Headers of the language and of the operating system are free for all, save
// for the table of forbidden ones.
bool IsSystemHeader(std::string_view header) {
  if (header.find('/') == std::string_view::npos) return true;
  return header.starts_with("sys/") || header.starts_with("netinet/") ||
         header.starts_with("arpa/") || header.starts_with("linux/");
}

// Generated stubs carry gRPC's headers with them.
constexpr std::string_view kStubSuffix = ".grpc.pb.h";

std::optional<std::string_view> GroupOf(std::string_view header) {
  if (header.ends_with(kStubSuffix)) return "grpc";
  const HeaderGroup* best = nullptr;
  for (const HeaderGroup& group : HeaderGroups()) {
    if (!header.starts_with(group.path_prefix)) continue;
    if (best == nullptr ||
        group.path_prefix.size() > best->path_prefix.size()) {
      best = &group;
    }
  }
  if (best == nullptr) return std::nullopt;
  return best->name;
}

std::set<std::string_view> AllowedGroups(std::string_view path) {
  std::set<std::string_view> allowed;
  for (const IncludeRow& row : IncludeTable()) {
    if (!Matches(row.files, path)) continue;
    allowed.insert(row.may_include.begin(), row.may_include.end());
  }
  return allowed;
}

std::optional<std::string_view> WhyForbidden(std::string_view path,
                                             std::string_view header) {
  for (const ForbiddenRow& row : ForbiddenTable()) {
    if (Matches(row.files, path) && !Matches(row.except, path) &&
        std::ranges::count(row.headers, header) > 0) {
      return row.why;
    }
  }
  return std::nullopt;
}

std::optional<std::string> Objection(
    std::string_view path, std::string_view header,
    const std::set<std::string_view>& allowed) {
  const auto why = WhyForbidden(path, header);
  if (why.has_value()) return std::string(*why);
  const auto group = GroupOf(header);
  if (!group.has_value()) {
    if (IsSystemHeader(header)) return std::nullopt;
    return "belongs to no room and no known library";
  }
  if (allowed.contains(*group)) return std::nullopt;
  return absl::StrCat("may not use ", std::string(*group));
}

}  // namespace

std::vector<std::string> CheckIncludes(const std::vector<SourceFile>& files) {
  std::vector<std::string> violations;
  for (const SourceFile& file : files) {
    if (IsCMakeList(file.path)) continue;
    const auto allowed = AllowedGroups(file.path);
    size_t number = 0;
    for (const std::string_view line : Lines(file.text)) {
      ++number;
      const auto header = IncludedHeader(line);
      if (!header.has_value()) continue;
      const auto objection = Objection(file.path, *header, allowed);
      if (!objection.has_value()) continue;
      violations.push_back(absl::StrCat(file.path, ":", number, ": ",
                                        std::string(*header), ": ",
                                        *objection));
    }
  }
  return violations;
}

}  // namespace rollbook::architecture
