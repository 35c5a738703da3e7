#include "gateway/access_log.h"

#include <string_view>

#include "base/log.h"
#include "gateway/contract.h"

namespace rollbook::gateway {

void LogAccess(const Exchange& exchange, const http::HttpResponse& response,
               absl::Duration duration) {
  std::string_view partner;
  std::string_view key_id;
  if (exchange.credential != nullptr) {
    partner = exchange.credential->record.partner_id();
    key_id = exchange.credential->record.key_id();
  }
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
