#ifndef ROLLBOOK_GATEWAY_HTTP_CONNECTION_H_
#define ROLLBOOK_GATEWAY_HTTP_CONNECTION_H_

#include <memory>

#include "gateway/http/io_loop.h"
#include "gateway/http/server_state.h"
#include "gateway/http/sockets.h"

namespace rollbook::gateway::http {

// Serves one client, over TLS when the server has a certificate: read a
// request, have it answered, write the answer, and again; never two at a time,
// so that pipelined answers keep their order. On `loop`'s thread only, whose
// member the connection is until it ends; it has been counted in
// `state->connections` and counts itself off. With `overload` it only says
// that there are too many.
//
// Each phase has one absolute deadline, whatever trickles in meanwhile. After
// the last answer the connection is closed in a way that lets the client read
// it: send side first, then what still arrives is thrown away for a while.
void StartConnection(PlainStream socket, IoLoop& loop,
                     std::shared_ptr<ServerState> state, bool overload);

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_CONNECTION_H_
