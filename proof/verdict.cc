#include "proof/verdict.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/str_cat.h"

namespace rollbook::proof {
namespace {

constexpr size_t kNameWidth = 14;

// Details quote what a file says, which may be anything.
std::string Plain(std::string_view text) {
  std::string plain;
  for (const char c : text) plain.push_back(c < ' ' || c > '~' ? '?' : c);
  return plain;
}

std::string Quoted(std::string_view text) {
  std::string quoted = "\"";
  for (const char c : Plain(text)) {
    if (c == '"' || c == '\\') quoted.push_back('\\');
    quoted.push_back(c);
  }
  return quoted + '"';
}

std::string Number(const std::optional<uint64_t>& number) {
  return number ? std::to_string(*number) : "null";
}

const char* Word(Verdict::State state) {
  switch (state) {
    case Verdict::State::kHolds:
      return "holds";
    case Verdict::State::kBroken:
      return "BROKEN";
    case Verdict::State::kUnknown:
      return "unknown";
  }
  return "";
}

std::string Padded(std::string text, size_t width) {
  text.resize(std::max(text.size() + 1, width), ' ');
  return text;
}

}  // namespace

Verdict CannotTell(const std::string& kind, const std::string& detail) {
  Verdict verdict;
  verdict.cannot_tell = true;
  verdict.problems.push_back({std::nullopt, kind, detail});
  return verdict;
}

std::string ToJson(const Verdict& verdict) {
  std::string problems;
  for (const Problem& problem : verdict.problems) {
    if (!problems.empty()) problems.push_back(',');
    absl::StrAppend(&problems, "{\"position\":", Number(problem.position),
                    ",\"kind\":", Quoted(problem.kind),
                    ",\"detail\":", Quoted(problem.detail), "}");
  }
  return absl::StrCat("{\"ok\":", verdict.ok ? "true" : "false",
                      ",\"records\":", verdict.records,
                      ",\"redacted\":", verdict.redacted,
                      ",\"firstBadPosition\":", Number(verdict.first_bad),
                      ",\"problems\":[", problems, "]}");
}

std::string ToText(const Verdict& verdict) {
  std::string text;
  for (const Verdict::Claim& claim : verdict.claims) {
    absl::StrAppend(&text, Padded(claim.name, kNameWidth),
                    Padded(Word(claim.state), 9), Plain(claim.text), "\n");
  }
  for (const Problem& problem : verdict.problems) {
    absl::StrAppend(&text, "problem: ");
    if (problem.position) {
      absl::StrAppend(&text, "position ", *problem.position, ": ");
    }
    absl::StrAppend(&text, problem.kind, ": ", Plain(problem.detail), "\n");
  }
  if (verdict.more_problems > 0) {
    absl::StrAppend(&text, "and ", verdict.more_problems, " more\n");
  }
  if (verdict.ok) return text + "It holds.\n";
  if (verdict.cannot_tell) return text + "That cannot be told.\n";
  return absl::StrCat(
      text, "IT DOES NOT HOLD. First bad position: ",
      verdict.first_bad ? std::to_string(*verdict.first_bad) : "unknown", "\n");
}

}  // namespace rollbook::proof
