#include "gateway/traceparent.h"

namespace rollbook::gateway {
namespace {

bool IsLowerHex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

bool IsId(std::string_view text) {
  return IsLowerHex(text) &&
         text.find_first_not_of('0') != std::string_view::npos;
}

}  // namespace

// 00-<32 hex: trace id>-<16 hex: parent id>-<2 hex: flags>
bool IsTraceparent(std::string_view value) {
  return value.size() == 55 && value.substr(0, 3) == "00-" &&
         IsId(value.substr(3, 32)) && value[35] == '-' &&
         IsId(value.substr(36, 16)) && value[52] == '-' &&
         IsLowerHex(value.substr(53));
}

}  // namespace rollbook::gateway
