#include "gateway/reload_log.h"

#include <string>

#include "base/log.h"

namespace rollbook::gateway {

absl::Status LogReload(std::string_view what, absl::Status status) {
  base::Log(status.ok() ? base::LogLevel::kInfo : base::LogLevel::kError,
            "reloaded",
            {{"what", what},
             {"ok", status.ok()},
             {"error", std::string(status.message())}});
  return status;
}

}  // namespace rollbook::gateway
