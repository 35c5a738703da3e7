#include "gateway/access_log.h"

#include <string_view>

#include "base/log.h"
#include "gateway/contract.h"

namespace rollbook::gateway {

void LogAccess(const Exchange& exchange, const http::HttpResponse& response,
               absl::Duration duration) {
  const bool known = exchange.credential != nullptr;
  const std::string_view partner =
      known ? std::string_view(exchange.credential->record.partner_id())
            : std::string_view();
  const std::string_view key_id =
      known ? std::string_view(exchange.credential->record.key_id())
            : std::string_view();
  base::Log(base::LogLevel::kInfo, "request",
            {{"request_id", exchange.request_id},
             {"partner", partner},
             {"key_id", key_id},
             {"contract", exchange.contract->name()},
             {"method", exchange.route ? exchange.route->method : "OTHER"},
             {"route", exchange.route ? exchange.route->path : "none"},
             {"status", response.status},
             {"ms", absl::ToDoubleMilliseconds(duration)},
             {"bytes_in", uint64_t{exchange.request.body.size()}},
             {"bytes_out", uint64_t{response.body.size()}},
             {"replayed", exchange.replayed},
             {"first_request_id", exchange.first_request_id},
             {"auth_failure", exchange.auth_failure},
             {"unknown_members", uint64_t{exchange.unknown_members}}});
}

}  // namespace rollbook::gateway
