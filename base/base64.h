#ifndef ROLLBOOK_BASE_BASE64_H_
#define ROLLBOOK_BASE_BASE64_H_

#include <optional>
#include <string>
#include <string_view>

// Reading is strict: one text stands for one value, or a signature or token
// would have two spellings. Nullopt for any other.
namespace rollbook::base {

// Standard alphabet, with padding (RFC 4648 section 4).
std::string ToBase64(std::string_view bytes);
std::optional<std::string> FromBase64(std::string_view text);

// URL-safe alphabet, without padding (RFC 4648 section 5, RFC 7515 section 2).
std::string ToBase64Url(std::string_view bytes);
std::optional<std::string> FromBase64Url(std::string_view text);

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_BASE64_H_
