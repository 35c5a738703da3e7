#ifndef ROLLBOOK_GATEWAY_AUTH_JWT_JSON_LINES_H_
#define ROLLBOOK_GATEWAY_AUTH_JWT_JSON_LINES_H_

#include <cstddef>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace rollbook::gateway::jwt {

// A JSON configuration file that knows where everything stands in it, so that
// an error can name the line.
struct JsonWithLines {
  nlohmann::json json;
  // Line of each member's name and of each item that is an object, by path:
  // "[0].audience".
  std::map<std::string, size_t> lines;

  // INVALID_ARGUMENT "line 3: [0].audience: must be a text". A path that is
  // not in the text counts as its nearest parent.
  absl::Status Error(const std::string& path, const std::string& why) const;
};

// INVALID_ARGUMENT, with the line, for what is not JSON and for a name that
// occurs twice in an object.
absl::StatusOr<JsonWithLines> ParseJsonWithLines(std::string_view text);

}  // namespace rollbook::gateway::jwt

#endif  // ROLLBOOK_GATEWAY_AUTH_JWT_JSON_LINES_H_
