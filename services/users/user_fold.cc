#include "services/users/user_fold.h"

#include <cstddef>
#include <string>
#include <utility>

#include "base/status_macros.h"
#include "domain/evolve.h"
#include "services/users/user_codec.h"
#include "services/users/user_seal.h"

namespace rollbook::services {
namespace {

using eventstore::Record;
using storage::v1::StoredUserEvent;

// Records read at a time.
constexpr size_t kPageRecords = 256;

absl::StatusOr<StoredUserEvent> OpenEvent(
    const Record& record, const std::optional<base::Key256>& key) {
  std::string personal;
  if (key && !record.sealed_payload.empty()) {
    ASSIGN_OR_RETURN(personal,
                     OpenEventPart(*key, record.stream, record.version,
                                   record.type, record.sealed_payload));
  }
  return MergeEvent(record.schema_version, record.clear_payload, personal);
}

}  // namespace

absl::StatusOr<domain::UserState> EvolveBy(
    const Record& record, const std::optional<base::Key256>& key,
    domain::UserState state) {
  ASSIGN_OR_RETURN(StoredUserEvent stored, OpenEvent(record, key));
  ASSIGN_OR_RETURN(const domain::Event event,
                   DecodeEvent(record.type, std::move(stored)));
  return domain::Evolve(std::move(state), event);
}

absl::Status FoldUser(const eventstore::EventStore& store,
                      const eventstore::StreamId& stream,
                      const std::optional<base::Key256>& key, VisitUser visit) {
  domain::UserState state;
  eventstore::Version next{1};
  for (;;) {
    ASSIGN_OR_RETURN(const auto records,
                     store.ReadStream(stream, next, kPageRecords));
    for (const Record& record : records) {
      ASSIGN_OR_RETURN(const StoredUserEvent stored, OpenEvent(record, key));
      ASSIGN_OR_RETURN(const domain::Event event,
                       DecodeEvent(record.type, stored));
      state = domain::Evolve(std::move(state), event);
      if (!visit(record, stored, state)) return absl::OkStatus();
      next.value = record.version.value + 1;
    }
    if (records.size() < kPageRecords) return absl::OkStatus();
  }
}

}  // namespace rollbook::services
