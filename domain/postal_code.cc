#include "domain/postal_code.h"

#include <algorithm>

#include "base/ascii.h"
#include "domain/text.h"

namespace rollbook::domain {
namespace {

constexpr std::string_view kFirstLetters = "abceghjklmnprstvxy";
constexpr std::string_view kLetters = "abceghjklmnprstvwxyz";

bool IsOneOf(char c, std::string_view letters) {
  return letters.find(base::ToLower(c)) != std::string_view::npos;
}

}  // namespace

std::optional<PostalCode> PostalCode::Parse(std::string_view text,
                                            bool is_number,
                                            size_t max_code_points) {
  if (CheckText(text, max_code_points)) return std::nullopt;
  if (is_number && !std::ranges::all_of(text, base::IsDigit)) {
    return std::nullopt;
  }
  return PostalCode(std::string(text), is_number);
}

bool PostalCode::HasCanadianForm() const {
  constexpr size_t kCompact = 6;
  constexpr size_t kSpaced = 7;
  std::string code = text_;
  if (code.size() == kSpaced && code[3] == ' ') code.erase(3, 1);
  if (code.size() != kCompact) return false;
  return IsOneOf(code[0], kFirstLetters) && base::IsDigit(code[1]) &&
         IsOneOf(code[2], kLetters) && base::IsDigit(code[3]) &&
         IsOneOf(code[4], kLetters) && base::IsDigit(code[5]);
}

}  // namespace rollbook::domain
