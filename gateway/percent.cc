#include "gateway/percent.h"

#include <cstddef>

#include "base/bytes.h"

namespace rollbook::gateway {

std::optional<std::string> DecodePercent(std::string_view segment) {
  std::string decoded;
  decoded.reserve(segment.size());
  for (size_t i = 0; i < segment.size(); ++i) {
    if (segment[i] != '%') {
      decoded.push_back(segment[i]);
      continue;
    }
    const auto octet = segment.size() - i > 2
                           ? base::FromHex(segment.substr(i + 1, 2))
                           : std::nullopt;
    if (!octet) return std::nullopt;
    decoded.append(*octet);
    i += 2;
  }
  return decoded;
}

}  // namespace rollbook::gateway
