#ifndef ROLLBOOK_GATEWAY_RPC_ERROR_H_
#define ROLLBOOK_GATEWAY_RPC_ERROR_H_

#include <string>

#include "absl/status/status.h"

namespace rollbook::gateway {

// Turns what a failed RPC brought back into the base::Error status that the
// service meant: `details` is a serialized google.rpc.Status with an ErrorInfo
// of domain "rollbook" (reason, metadata) and, for field violations, a
// BadRequest whose codes stand in the metadata entry "violation_codes",
// separated by commas, in the same order.
//
// Without such details the service itself did not answer: BACKEND_UNAVAILABLE
// where the code says that it was not reached in time, OVERLOADED,
// UNAUTHENTICATED or PERMISSION_DENIED for those codes, INTERNAL for the rest.
absl::Status ErrorFromRpc(absl::StatusCode code, const std::string& details);

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_RPC_ERROR_H_
