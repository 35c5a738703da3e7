#include "services/audit/person_export.h"

#include <string>

#include "base/error.h"
#include "base/status_macros.h"
#include "domain/claims.h"
#include "services/positions.h"
#include "services/timestamps.h"
#include "services/users/user_reader.h"

namespace rollbook::services {

absl::StatusOr<audit::v1::ExportUserResponse> BeginExport(
    const eventstore::EventStore& store, const KeyVault& vault,
    const eventstore::StreamId& stream) {
  audit::v1::ExportUserResponse response;
  SetPosition(store.Head(), response.mutable_head());
  SetTimestamp(store.HeadTime(), response.mutable_time());
  ASSIGN_OR_RETURN(audit::v1::GetUserAtResponse now,
                   TimeTravel(&store, &vault).UserAt(stream, {}));
  response.mutable_user()->Swap(now.mutable_user());
  response.set_erased(now.erased());
  if (now.erased()) return response;
  ASSIGN_OR_RETURN(const LoadedUser user,
                   UserReader(&store, &vault).Load(stream));
  for (const auto& change : domain::ClaimChanges({}, user.state)) {
    response.add_claims(std::string(change.kind));
  }
  return response;
}

}  // namespace rollbook::services
