#ifndef ROLLBOOK_GATEWAY_PERCENT_H_
#define ROLLBOOK_GATEWAY_PERCENT_H_

#include <optional>
#include <string>
#include <string_view>

namespace rollbook::gateway {

// Percent-decodes one segment of a path, once (RFC 3986 section 2.1); a `+`
// is a plus. Nullopt for a broken escape. What comes out may be any bytes.
std::optional<std::string> DecodePercent(std::string_view segment);

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_PERCENT_H_
