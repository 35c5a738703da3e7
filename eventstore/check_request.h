#ifndef ROLLBOOK_EVENTSTORE_CHECK_REQUEST_H_
#define ROLLBOOK_EVENTSTORE_CHECK_REQUEST_H_

#include "absl/status/status.h"
#include "eventstore/append.h"
#include "eventstore/prepared_append.h"

namespace rollbook::eventstore {

// Whether a request keeps the limits of append.h and can mean something:
// INVALID_ARGUMENT naming the field, or RECORD_TOO_LARGE.
absl::Status CheckRequest(const AppendRequest& request, Origin origin);

// The same for the name of a stream that is to be read.
absl::Status CheckStream(const StreamId& stream);

}  // namespace rollbook::eventstore

#endif  // ROLLBOOK_EVENTSTORE_CHECK_REQUEST_H_
