#ifndef ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_ERRORS_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_ERRORS_H_

#include <cstdint>
#include <string_view>

#include "absl/status/status.h"
#include "gateway/edge_refusal.h"
#include "gateway/http/message.h"

// The contract's error answers (section 1.2). Pure functions: the bytes of a
// stored refusal come out the same again.
namespace rollbook::gateway::boca_raton {

// `request_id` goes into the body. `min_age` is the age that the partner's
// rules ask for.
http::HttpResponse ErrorAnswer(const absl::Status& error,
                               std::string_view request_id, uint32_t min_age);

http::HttpResponse RefusalAnswer(EdgeRefusal refusal,
                                 std::string_view request_id,
                                 std::string_view detail);

}  // namespace rollbook::gateway::boca_raton

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_ERRORS_H_
