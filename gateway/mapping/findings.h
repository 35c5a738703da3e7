#ifndef ROLLBOOK_GATEWAY_MAPPING_FINDINGS_H_
#define ROLLBOOK_GATEWAY_MAPPING_FINDINGS_H_

#include "absl/status/status.h"
#include "gateway/field_errors.h"
#include "gateway/mapping/field_table.h"

// All that is wrong with a request is told at once: what the JSON types say is
// known to the gateway, what the values say only to the service. So a request
// that has failed here still goes to the service, to be validated only, and the
// two lists become one. Any 400 wins over what else the service may find.
namespace rollbook::gateway {

// INVALID_PROFILE with these entries.
absl::Status InvalidFields(const FieldErrors& errors);

// One list of what the gateway found and what the service said to the rest.
// Only what has nothing to do with the request's content (a revoked credential,
// an outage) comes before it.
absl::Status MergeFindings(FieldErrors errors, const absl::Status& found,
                           const FieldTable& table);

// Makes a create or an update a question without consequences: nothing of it
// is to be remembered.
template <typename Request>
void ValidateOnly(Request& request) {
  request.set_validate_only(true);
  request.mutable_edge()->clear_idempotency_key();
  request.mutable_edge()->clear_fingerprint();
  request.mutable_edge()->clear_signature();
  request.mutable_edge()->clear_signature_expires();
}

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_MAPPING_FINDINGS_H_
