#include "base/flag_file.h"

#include <cstddef>
#include <fstream>
#include <string_view>
#include <utility>

#include "base/error.h"
#include "base/status_macros.h"

namespace rollbook::base {
namespace {

constexpr std::string_view kFlag = "--flagfile";

absl::Status Refuse(const std::string& text) {
  return ErrorWithText(Reason::kInvalidArgument, text);
}

std::string_view Trim(std::string_view text) {
  constexpr std::string_view kBlanks = " \t\r";
  const size_t first = text.find_first_not_of(kBlanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

absl::Status ReadFlagFile(const std::string& path,
                          std::vector<std::string>& out) {
  std::ifstream in(path);
  if (!in) return Refuse(std::string(kFlag) + ": cannot read " + path);
  size_t number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    const std::string_view flag = Trim(line);
    if (flag.empty() || flag.starts_with('#')) continue;
    if (!flag.starts_with("--") || flag.starts_with(kFlag)) {
      return Refuse(path + ":" + std::to_string(number) +
                    ": expected --flag=value");
    }
    out.emplace_back(flag);
  }
  return absl::OkStatus();
}

// CLI11 would take the next flag for the value of "--flag=": an empty value
// becomes a word of its own.
std::vector<std::string> SplitEmptyValues(std::vector<std::string> arguments) {
  std::vector<std::string> split;
  for (std::string& argument : arguments) {
    const bool empty = argument.starts_with("--") && argument.ends_with('=');
    if (empty) argument.pop_back();
    split.push_back(std::move(argument));
    if (empty) split.emplace_back();
  }
  return split;
}

}  // namespace

absl::StatusOr<std::vector<std::string>> ExpandFlagFiles(
    const std::vector<std::string>& arguments) {
  std::vector<std::string> expanded;
  std::vector<std::string> rest;
  for (size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    if (argument == kFlag) {
      if (++i == arguments.size()) {
        return Refuse(std::string(kFlag) + " needs a file");
      }
      RETURN_IF_ERROR(ReadFlagFile(arguments[i], expanded));
    } else if (argument.starts_with(std::string(kFlag) + "=")) {
      RETURN_IF_ERROR(
          ReadFlagFile(argument.substr(kFlag.size() + 1), expanded));
    } else {
      rest.push_back(argument);
    }
  }
  expanded.insert(expanded.end(), rest.begin(), rest.end());
  return SplitEmptyValues(std::move(expanded));
}

}  // namespace rollbook::base
