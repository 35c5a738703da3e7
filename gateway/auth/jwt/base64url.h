#ifndef ROLLBOOK_GATEWAY_AUTH_JWT_BASE64URL_H_
#define ROLLBOOK_GATEWAY_AUTH_JWT_BASE64URL_H_

#include <optional>
#include <string>
#include <string_view>

namespace rollbook::gateway::jwt {

// RFC 4648 section 5 without padding, as in RFC 7515. Nullopt for any other
// character, a length that no text has, and bits behind the last byte: two
// spellings of one text would be two tokens with one meaning.
std::optional<std::string> DecodeBase64Url(std::string_view text);

std::string EncodeBase64Url(std::string_view bytes);

}  // namespace rollbook::gateway::jwt

#endif  // ROLLBOOK_GATEWAY_AUTH_JWT_BASE64URL_H_
