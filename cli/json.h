#ifndef ROLLBOOK_CLI_JSON_H_
#define ROLLBOOK_CLI_JSON_H_

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace rollbook::cli {

// Members keep the order they were written in.
using Json = nlohmann::ordered_json;

// One line, UTF-8. Bytes that are not UTF-8 (they can come from the command
// line only) become U+FFFD instead of an exception.
std::string ToText(const Json& value);

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_JSON_H_
