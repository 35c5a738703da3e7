#ifndef ROLLBOOK_SERVICES_RPC_STATUS_MAPPING_H_
#define ROLLBOOK_SERVICES_RPC_STATUS_MAPPING_H_

#include <grpcpp/support/status.h>

#include <cstddef>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "base/reason.h"

// How an error leaves over gRPC (AIP-193): the code and text of the status,
// and a google.rpc.Status in its details with
//   ErrorInfo   reason = the Reason's name, domain = kErrorDomain, metadata =
//               the error's facts; with violations also kViolationCodesKey:
//               their codes, comma-separated, in the order of
//   BadRequest  field_violations {field, description = message}
//   RetryInfo   for retryable reasons.
// A client that reads this back gets the same base::Error again.
namespace rollbook::services {

inline constexpr char kErrorDomain[] = "rollbook";
inline constexpr char kViolationCodesKey[] = "violation_codes";

// Details travel in a trailer, of which many clients take 8 KiB at most: an
// error names this many fields, each with this many bytes of its path.
inline constexpr size_t kMaxViolations = 32;
inline constexpr size_t kMaxFieldPathBytes = 64;

// When a client may try again. A lost race is over at once; what the service
// is short of takes longer.
inline constexpr absl::Duration kConflictRetryDelay = absl::Milliseconds(50);
inline constexpr absl::Duration kServiceRetryDelay = absl::Seconds(1);

// OK for OK, CANCELLED for absl's CANCELLED (the client went away and hears
// nothing). Any other that is not a base::Error becomes
// INTERNAL, and its text stays inside.
grpc::Status ToGrpcStatus(const absl::Status& status);

// The reason under which `status` leaves; kInternal for one without. Not for
// OK.
base::Reason ReasonToAnswer(const absl::Status& status);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_STATUS_MAPPING_H_
