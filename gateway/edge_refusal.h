#ifndef ROLLBOOK_GATEWAY_EDGE_REFUSAL_H_
#define ROLLBOOK_GATEWAY_EDGE_REFUSAL_H_

namespace rollbook::gateway {

// What the gateway refuses before, or without, a contract's own logic. Each
// contract has a shape for each of them; what the backend refuses comes as a
// base::Error status instead.
enum class EdgeRefusal {
  kBadFraming,            // 400
  kTimeout,               // 408
  kPayloadTooLarge,       // 413
  kUnavailable,           // 503
  kNoSuchRoute,           // 404
  kMethodNotAllowed,      // 405
  kUnauthorized,          // 401
  kTooManyRequests,       // 429
  kForbiddenHeader,       // 400
  kUnsupportedMediaType,  // 415
  kMalformedJson,         // 400
};

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_EDGE_REFUSAL_H_
