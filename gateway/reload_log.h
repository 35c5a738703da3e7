#ifndef ROLLBOOK_GATEWAY_RELOAD_LOG_H_
#define ROLLBOOK_GATEWAY_RELOAD_LOG_H_

#include <string_view>

#include "absl/status/status.h"

namespace rollbook::gateway {

// Logs what came of reading files anew; returns the same.
absl::Status LogReload(std::string_view what, absl::Status status);

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_RELOAD_LOG_H_
