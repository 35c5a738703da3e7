#include "base/base64.h"

#include "absl/strings/escaping.h"
#include "absl/strings/string_view.h"

namespace rollbook::base {
namespace {

absl::string_view View(std::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

std::string ToBase64(std::string_view bytes) {
  return absl::Base64Escape(View(bytes));
}

std::string ToBase64Url(std::string_view bytes) {
  return absl::WebSafeBase64Escape(View(bytes));
}

// Abseil reads more spellings than it writes.
std::optional<std::string> FromBase64(std::string_view text) {
  std::string bytes;
  if (!absl::Base64Unescape(View(text), &bytes)) return std::nullopt;
  if (ToBase64(bytes) != text) return std::nullopt;
  return bytes;
}

std::optional<std::string> FromBase64Url(std::string_view text) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(View(text), &bytes)) return std::nullopt;
  if (ToBase64Url(bytes) != text) return std::nullopt;
  return bytes;
}

}  // namespace rollbook::base
