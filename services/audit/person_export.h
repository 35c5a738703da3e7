#ifndef ROLLBOOK_SERVICES_AUDIT_PERSON_EXPORT_H_
#define ROLLBOOK_SERVICES_AUDIT_PERSON_EXPORT_H_

#include "absl/status/statusor.h"
#include "eventstore/event_store.h"
#include "rollbook/audit/v1/audit_service.pb.h"
#include "services/audit/time_travel.h"
#include "services/keys/key_vault.h"

namespace rollbook::services {

// What is held about a person beside the history: the current state and the
// values claimed as unique. Of an erased user nothing personal is left. Blocks.
// Errors: USER_NOT_FOUND, DATA_CORRUPTED, the store's.
absl::StatusOr<audit::v1::ExportUserResponse> BeginExport(
    const eventstore::EventStore& store, const KeyVault& vault,
    const eventstore::StreamId& stream);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_AUDIT_PERSON_EXPORT_H_
