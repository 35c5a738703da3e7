#ifndef ROLLBOOK_GATEWAY_MEDIA_TYPE_H_
#define ROLLBOOK_GATEWAY_MEDIA_TYPE_H_

#include <string_view>

namespace rollbook::gateway {

// Whether a Content-Type says JSON (contract section 5): application/json or
// application/*+json, in any case, with any parameters.
bool IsJsonMediaType(std::string_view content_type);

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_MEDIA_TYPE_H_
