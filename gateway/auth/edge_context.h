#ifndef ROLLBOOK_GATEWAY_AUTH_EDGE_CONTEXT_H_
#define ROLLBOOK_GATEWAY_AUTH_EDGE_CONTEXT_H_

#include "gateway/exchange.h"

namespace rollbook::gateway {

// Makes the exchange's edge context anew from its request and its credential,
// which has been found good: request id, key id, generation, and a traceparent
// where there is exactly one of the W3C's form. What else a contract sends
// along (signature, idempotency key) it adds itself.
void FillInEdge(Exchange& exchange);

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_AUTH_EDGE_CONTEXT_H_
