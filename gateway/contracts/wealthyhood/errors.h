#ifndef ROLLBOOK_GATEWAY_CONTRACTS_WEALTHYHOOD_ERRORS_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_WEALTHYHOOD_ERRORS_H_

#include <cstdint>
#include <string_view>

#include "absl/status/status.h"
#include "gateway/edge_refusal.h"
#include "gateway/http/message.h"

// The contract's error answers: {message, code}, and `errors` with failed
// validation. Pure functions.
namespace rollbook::gateway::wealthyhood {

// `min_age` is the age that the partner's rules ask for.
http::HttpResponse ErrorAnswer(const absl::Status& error,
                               std::string_view auth_failure, uint32_t min_age);

http::HttpResponse RefusalAnswer(EdgeRefusal refusal,
                                 std::string_view auth_failure);

}  // namespace rollbook::gateway::wealthyhood

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_WEALTHYHOOD_ERRORS_H_
