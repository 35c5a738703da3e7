#ifndef ROLLBOOK_SERVICES_AUDIT_EVENT_MAPPER_H_
#define ROLLBOOK_SERVICES_AUDIT_EVENT_MAPPER_H_

#include <optional>

#include "absl/status/statusor.h"
#include "base/crypto/hash.h"
#include "base/crypto/secret.h"
#include "eventstore/record.h"
#include "rollbook/audit/v1/audit_service.pb.h"

namespace rollbook::services {

// A record, and its hash, as auditors read it. `key` is the data key of a
// user's stream; without one (the user was erased) the personal fields are
// missing and the event says so. DATA_CORRUPTED when the record does not open,
// or opens under another key than its stream is committed to.
absl::StatusOr<audit::v1::Event> ToAuditEvent(
    const eventstore::Record& record, const base::Hash256& hash,
    const std::optional<base::Key256>& key);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_AUDIT_EVENT_MAPPER_H_
