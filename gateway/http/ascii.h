#ifndef ROLLBOOK_GATEWAY_HTTP_ASCII_H_
#define ROLLBOOK_GATEWAY_HTTP_ASCII_H_

#include <algorithm>
#include <string_view>

// The few ASCII rules that HTTP's grammar needs, free of locales.
namespace rollbook::gateway::http {

inline char ToLower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

inline bool EqualsIgnoreCase(std::string_view a, std::string_view b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(),
                    [](char x, char y) { return ToLower(x) == ToLower(y); });
}

// Without spaces and tabs at either end (OWS, RFC 9110 section 5.6.3).
inline std::string_view Trim(std::string_view text) {
  const size_t begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_ASCII_H_
