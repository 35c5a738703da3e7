#include "services/users/user_name.h"

#include <utility>

#include "base/error.h"
#include "base/status_macros.h"
#include "services/partners/partner_stream.h"
#include "services/users/user_stream.h"

namespace rollbook::services {

absl::StatusOr<eventstore::StreamId> FindInAllPartners(
    const eventstore::EventStore& store, const base::UuidBytes& user_id) {
  ASSIGN_OR_RETURN(const auto rows, store.ScanMeta(kPartnerRowPrefix));
  for (const auto& [name, row] : rows) {
    eventstore::StreamId stream =
        UserStream(name.substr(kPartnerRowPrefix.size()), user_id);
    ASSIGN_OR_RETURN(const auto state, store.Load(stream));
    if (state) return stream;
  }
  return base::Error(base::Reason::kUserNotFound);
}

}  // namespace rollbook::services
