#ifndef ROLLBOOK_BASE_ASCII_H_
#define ROLLBOOK_BASE_ASCII_H_

#include <algorithm>
#include <string>
#include <string_view>

// The rules of ASCII, without a locale.
namespace rollbook::base {

constexpr bool IsDigit(char c) { return c >= '0' && c <= '9'; }
constexpr bool IsAscii(char c) { return static_cast<unsigned char>(c) < 0x80; }
constexpr char ToLower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}
constexpr bool IsLetter(char c) {
  return ToLower(c) >= 'a' && ToLower(c) <= 'z';
}

inline bool IsAllAscii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), IsAscii);
}

inline bool EqualsIgnoringCase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return ToLower(x) == ToLower(y); });
}

// A-Z lowered, every other byte as it is.
inline std::string Lowered(std::string_view text) {
  std::string lowered(text);
  for (char& c : lowered) c = ToLower(c);
  return lowered;
}

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_ASCII_H_
