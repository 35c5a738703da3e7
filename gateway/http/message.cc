#include "gateway/http/message.h"

#include <algorithm>

#include "base/ascii.h"

namespace rollbook::gateway::http {

std::optional<std::string_view> Headers::Find(std::string_view name) const {
  for (const auto& [field, value] : fields_) {
    if (base::EqualsIgnoringCase(field, name)) return value;
  }
  return std::nullopt;
}

size_t Headers::Count(std::string_view name) const {
  return static_cast<size_t>(
      std::count_if(fields_.begin(), fields_.end(), [&](const auto& field) {
        return base::EqualsIgnoringCase(field.first, name);
      }));
}

}  // namespace rollbook::gateway::http
