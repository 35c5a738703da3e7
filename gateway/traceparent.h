#ifndef ROLLBOOK_GATEWAY_TRACEPARENT_H_
#define ROLLBOOK_GATEWAY_TRACEPARENT_H_

#include <string_view>

namespace rollbook::gateway {

// Whether this is a traceparent of version 00, in the strict form of the W3C
// recommendation: lower-case hex, neither id all zeros.
bool IsTraceparent(std::string_view value);

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_TRACEPARENT_H_
