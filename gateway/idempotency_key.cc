#include "gateway/idempotency_key.h"

#include "base/ids.h"

namespace rollbook::gateway {

std::optional<std::string> ParseIdempotencyKey(std::string_view value) {
  if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
    value = value.substr(1, value.size() - 2);
  }
  const std::optional<base::UuidBytes> uuid = base::ParseUuid(value);
  if (!uuid) return std::nullopt;
  return base::FormatUuid(*uuid);
}

}  // namespace rollbook::gateway
