#ifndef ROLLBOOK_GATEWAY_ACCESS_LOG_H_
#define ROLLBOOK_GATEWAY_ACCESS_LOG_H_

#include "absl/time/time.h"
#include "gateway/exchange.h"
#include "gateway/http/message.h"

namespace rollbook::gateway {

// Writes the access log's line of one answered request: ids, route template,
// status, time, sizes, the real reason of a 401. Nothing of what the request
// or the answer says about a person, no key and no signature.
void LogAccess(const Exchange& exchange, const http::HttpResponse& response,
               absl::Duration duration);

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_ACCESS_LOG_H_
