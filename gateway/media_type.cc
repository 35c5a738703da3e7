#include "gateway/media_type.h"

#include <string>

#include "absl/strings/ascii.h"

namespace rollbook::gateway {

bool IsJsonMediaType(std::string_view content_type) {
  std::string type(content_type.substr(0, content_type.find(';')));
  absl::StripTrailingAsciiWhitespace(&type);
  absl::AsciiStrToLower(&type);
  constexpr std::string_view kTree = "application/";
  constexpr std::string_view kSuffix = "+json";
  if (!type.starts_with(kTree)) return false;
  const std::string_view subtype = std::string_view(type).substr(kTree.size());
  return subtype == "json" ||
         (subtype.ends_with(kSuffix) && subtype.size() > kSuffix.size());
}

}  // namespace rollbook::gateway
