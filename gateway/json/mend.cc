#include "gateway/json/mend.h"

#include <charconv>
#include <cstddef>
#include <cstdint>
#include <system_error>

#include "base/ascii.h"

namespace rollbook::gateway::json {
namespace {

constexpr std::string_view kFraction = "0.5";

bool IsHexDigit(char c) {
  return base::IsDigit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

// The code unit of a "\uXXXX" at `at`, or -1.
int EscapedUnit(std::string_view text, size_t at) {
  if (text.size() < at + 6 || text[at] != '\\' || text[at + 1] != 'u') {
    return -1;
  }
  int unit = 0;
  for (size_t i = at + 2; i < at + 6; ++i) {
    if (!IsHexDigit(text[i])) return -1;
    const int digit = text[i] <= '9' ? text[i] - '0' : (text[i] | 0x20) - 87;
    unit = unit * 16 + digit;
  }
  return unit;
}

bool IsHigh(int unit) { return unit >= 0xd800 && unit < 0xdc00; }
bool IsLow(int unit) { return unit >= 0xdc00 && unit < 0xe000; }

size_t SkipDigits(std::string_view text, size_t at) {
  while (at < text.size() && base::IsDigit(text[at])) ++at;
  return at;
}

struct Number {
  size_t end;  // where it started, when it is none
  bool whole;
};

// RFC 8259 section 6.
Number ReadNumber(std::string_view text, size_t start) {
  size_t at = start;
  if (text[at] == '-') ++at;
  const size_t first = at;
  at = SkipDigits(text, at);
  if (at == first || (text[first] == '0' && at > first + 1)) {
    return {start, false};
  }
  bool whole = true;
  if (at < text.size() && text[at] == '.') {
    const size_t end = SkipDigits(text, at + 1);
    if (end == at + 1) return {start, false};
    at = end;
    whole = false;
  }
  if (at < text.size() && (text[at] | 0x20) == 'e') {
    size_t digits = at + 1;
    if (digits < text.size() && (text[digits] == '+' || text[digits] == '-')) {
      ++digits;
    }
    at = SkipDigits(text, digits);
    if (at == digits) return {start, false};
    whole = false;
  }
  return {at, whole};
}

// Whether a number may end there: "1-1" is none, and must not become "0.5".
bool IsDelimiter(std::string_view text, size_t at) {
  return at == text.size() || std::string_view(" \t\r\n,]}").find(text[at]) !=
                                  std::string_view::npos;
}

template <typename T>
bool IsOutOfRange(std::string_view number) {
  T value{};
  return std::from_chars(number.data(), number.data() + number.size(), value)
             .ec == std::errc::result_out_of_range;
}

bool IsHuge(std::string_view number, bool whole) {
  if (!whole) return IsOutOfRange<double>(number);
  return number.front() == '-' ? IsOutOfRange<int64_t>(number)
                               : IsOutOfRange<uint64_t>(number);
}

// Where the string that starts at `at` ends, behind its closing quote.
size_t SkipString(std::string_view text, size_t at) {
  for (++at; at < text.size() && text[at] != '"'; ++at) {
    if (text[at] == '\\') ++at;
  }
  return at + 1;
}

}  // namespace

std::string WithoutLoneSurrogates(std::string_view text) {
  std::string out(text);
  for (size_t i = 0; i + 1 < text.size(); ++i) {
    if (text[i] != '\\') continue;
    const int unit = EscapedUnit(text, i);
    if (IsHigh(unit) && IsLow(EscapedUnit(text, i + 6))) {
      i += 11;
    } else if (IsHigh(unit) || IsLow(unit)) {
      out.replace(i, 6, "\\u0000");
      i += 5;
    } else {
      ++i;  // whatever is escaped here, it is not the start of an escape
    }
  }
  return out;
}

std::string WithoutHugeNumbers(std::string_view text) {
  std::string out;
  size_t copied = 0;
  for (size_t at = 0; at < text.size();) {
    if (text[at] == '"') {
      at = SkipString(text, at);
      continue;
    }
    if (text[at] != '-' && !base::IsDigit(text[at])) {
      ++at;
      continue;
    }
    const Number number = ReadNumber(text, at);
    if (number.end == at || !IsDelimiter(text, number.end)) {
      return std::string(text);
    }
    if (IsHuge(text.substr(at, number.end - at), number.whole)) {
      out.append(text.substr(copied, at - copied)).append(kFraction);
      copied = number.end;
    }
    at = number.end;
  }
  return out.append(text.substr(copied));
}

}  // namespace rollbook::gateway::json
