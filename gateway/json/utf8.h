#ifndef ROLLBOOK_GATEWAY_JSON_UTF8_H_
#define ROLLBOOK_GATEWAY_JSON_UTF8_H_

#include <cstddef>
#include <optional>
#include <string_view>

namespace rollbook::gateway::json {

// How many code points the text has; nullopt when it is not strict UTF-8
// (overlong forms and surrogates are not).
std::optional<size_t> CountCodePoints(std::string_view text);

}  // namespace rollbook::gateway::json

#endif  // ROLLBOOK_GATEWAY_JSON_UTF8_H_
