#ifndef ROLLBOOK_GATEWAY_CONTRACTS_CAPA_ERRORS_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_CAPA_ERRORS_H_

#include <string_view>

#include "absl/status/status.h"
#include "gateway/edge_refusal.h"
#include "gateway/http/message.h"

// The contract's error answers. Pure functions.
namespace rollbook::gateway::capa {

http::HttpResponse ErrorAnswer(const absl::Status& error);

// `auth_failure` as the API key authenticator put it: the contract tells a
// missing, a malformed and a wrong key apart.
http::HttpResponse RefusalAnswer(EdgeRefusal refusal,
                                 std::string_view auth_failure);

}  // namespace rollbook::gateway::capa

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_CAPA_ERRORS_H_
