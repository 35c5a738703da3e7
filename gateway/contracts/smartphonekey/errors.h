#ifndef ROLLBOOK_GATEWAY_CONTRACTS_SMARTPHONEKEY_ERRORS_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_SMARTPHONEKEY_ERRORS_H_

#include <string_view>

#include "absl/status/status.h"
#include "gateway/edge_refusal.h"
#include "gateway/http/message.h"

// The contract's error answers: {error, message, code}, with the reason phrase
// as `error`, and `details` with a 400. Pure functions.
namespace rollbook::gateway::smartphonekey {

http::HttpResponse ErrorAnswer(const absl::Status& error,
                               std::string_view auth_failure);

// `detail` is the header field of kForbiddenHeader.
http::HttpResponse RefusalAnswer(EdgeRefusal refusal,
                                 std::string_view auth_failure,
                                 std::string_view detail);

}  // namespace rollbook::gateway::smartphonekey

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_SMARTPHONEKEY_ERRORS_H_
