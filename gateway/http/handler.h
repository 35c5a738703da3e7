#ifndef ROLLBOOK_GATEWAY_HTTP_HANDLER_H_
#define ROLLBOOK_GATEWAY_HTTP_HANDLER_H_

#include "absl/functional/any_invocable.h"
#include "gateway/http/message.h"

namespace rollbook::gateway::http {

// To be called exactly once, from any thread, also when the client has gone.
using Respond = absl::AnyInvocable<void(HttpResponse)>;

// What the server itself refuses; the connection is closed after the answer.
enum class Refusal {
  kBadFraming,       // 400: not a request that RFC 9112 allows, or too much of
                     // it: header fields, target
  kPayloadTooLarge,  // 413
  kTimeout,          // 408: the request did not arrive in time
  kOverloaded,       // 503: too many connections, or shutting down
};

// Answers requests. Thread-safe: called on all of the server's threads.
class HttpHandler {
 public:
  virtual ~HttpHandler() = default;

  // Must not block.
  virtual void Handle(HttpRequest request, Respond respond) = 0;

  // Renders the server's own refusal in the shape that the client expects. Of
  // `head` only what had arrived is filled in: perhaps nothing.
  virtual HttpResponse Refuse(const RequestHead& head, Refusal refusal) = 0;
};

}  // namespace rollbook::gateway::http

#endif  // ROLLBOOK_GATEWAY_HTTP_HANDLER_H_
