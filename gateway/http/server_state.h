#ifndef ROLLBOOK_GATEWAY_HTTP_SERVER_STATE_H_
#define ROLLBOOK_GATEWAY_HTTP_SERVER_STATE_H_

#include <atomic>

#include "gateway/http/address_count.h"
#include "gateway/http/handler.h"
#include "gateway/http/live_count.h"
#include "gateway/http/server.h"
#include "gateway/http/tls.h"

namespace rollbook::gateway::http {

// What all connections of a server share. Thread-safe.
struct ServerState {
  ServerState(const HttpServerOptions& server_options,
              HttpHandler& request_handler)
      : options(server_options), handler(request_handler) {}

  const HttpServerOptions options;
  HttpHandler& handler;
  Tls tls;
  LiveCount listeners;
  LiveCount connections;
  AddressCount addresses;
  std::atomic<bool> draining = false;
};

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_SERVER_STATE_H_
