#include "gateway/router.h"

#include <algorithm>
#include <cstddef>
#include <utility>

namespace rollbook::gateway {
namespace {

// "/a/b?c" has the segments "", "a", "b".
std::vector<std::string_view> Split(std::string_view target) {
  std::string_view path = target.substr(0, target.find('?'));
  std::vector<std::string_view> segments;
  for (size_t slash = path.find('/'); slash != std::string_view::npos;
       slash = path.find('/')) {
    segments.push_back(path.substr(0, slash));
    path.remove_prefix(slash + 1);
  }
  segments.push_back(path);
  return segments;
}

bool IsParameter(std::string_view segment) {
  return !segment.empty() && segment.front() == '{';
}

// How many leading segments of `path` fit `pattern`.
size_t FittingSegments(const std::vector<std::string_view>& pattern,
                       const std::vector<std::string_view>& path) {
  const size_t limit = std::min(pattern.size(), path.size());
  size_t fitting = 0;
  while (fitting < limit &&
         (IsParameter(pattern[fitting]) || pattern[fitting] == path[fitting])) {
    ++fitting;
  }
  return fitting;
}

bool Answers(const Route& route, std::string_view method) {
  return route.method == method || (route.method == "GET" && method == "HEAD");
}

void AddMethod(std::string& list, const Route& route) {
  if (!list.empty()) list.append(", ");
  list.append(route.method);
  if (route.method == "GET") list.append(", HEAD");
}

}  // namespace

Router::Router(const std::vector<std::unique_ptr<Contract>>& contracts) {
  for (const std::unique_ptr<Contract>& contract : contracts) {
    for (const Route& route : contract->routes()) {
      entries_.push_back({contract.get(), &route, Split(route.path)});
    }
  }
}

Router::Match Router::Find(std::string_view method,
                           std::string_view target) const {
  const std::vector<std::string_view> path = Split(target);
  Match match;
  size_t most_fitting = 0;
  bool path_exists = false;
  for (const Entry& entry : entries_) {
    const size_t fitting = FittingSegments(entry.segments, path);
    const bool fits =
        fitting == path.size() && fitting == entry.segments.size();
    if (match.contract == nullptr || (fits && !path_exists) ||
        (!path_exists && fitting > most_fitting)) {
      match.contract = entry.contract;
      most_fitting = fitting;
    }
    if (!fits) continue;
    path_exists = true;
    if (!Answers(*entry.route, method)) {
      AddMethod(match.allowed_methods, *entry.route);
      continue;
    }
    match.contract = entry.contract;
    match.route = entry.route;
    match.allowed_methods.clear();
    for (size_t i = 0; i < path.size(); ++i) {
      if (IsParameter(entry.segments[i])) match.parameters.push_back(path[i]);
    }
    return match;
  }
  return match;
}

}  // namespace rollbook::gateway
