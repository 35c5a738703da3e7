#ifndef ROLLBOOK_GATEWAY_HTTP_CONNECTION_H_
#define ROLLBOOK_GATEWAY_HTTP_CONNECTION_H_

#include "gateway/http/connection_slot.h"
#include "gateway/http/io_loop.h"
#include "gateway/http/sockets.h"

namespace rollbook::gateway::http {

// Serves one client, over TLS when the server has a certificate: read a
// request, have it answered, write the answer, and again; never two at a time,
// so that pipelined answers keep their order. On `loop`'s thread only, whose
// member the connection is until it ends; it gives up its slot then. With
// `overload` in the slot it only says that there are too many.
//
// Each phase has one absolute deadline, whatever trickles in meanwhile. After
// the last answer the connection is closed in a way that lets the client read
// it: send side first, then what still arrives is thrown away for a while.
void StartConnection(PlainStream socket, IoLoop& loop, ConnectionSlot slot);

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_CONNECTION_H_
