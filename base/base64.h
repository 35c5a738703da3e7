#ifndef ROLLBOOK_BASE_BASE64_H_
#define ROLLBOOK_BASE_BASE64_H_

#include <optional>
#include <string>
#include <string_view>

namespace rollbook::base {

// Standard alphabet, with padding (RFC 4648 section 4).
std::string ToBase64(std::string_view bytes);

// Strict: padded, no other character, no stray bits, so that one text stands
// for one value. nullopt otherwise.
std::optional<std::string> FromBase64(std::string_view text);

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_BASE64_H_
