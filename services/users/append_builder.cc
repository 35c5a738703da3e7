#include "services/users/append_builder.h"

#include <string>
#include <utility>
#include <variant>

#include "base/bytes.h"
#include "base/error.h"
#include "base/ids.h"
#include "domain/claims.h"
#include "services/users/user_codec.h"
#include "services/users/user_seal.h"

namespace rollbook::services {
namespace {

using eventstore::Claim;
using eventstore::Version;

eventstore::NewEvent SealEvent(const LoadedUser& user, Version version,
                               const domain::Event& event,
                               const std::string& metadata,
                               base::Random& random) {
  EncodedEvent encoded = EncodeEvent(event);
  eventstore::NewEvent out;
  out.type = std::string(domain::EventTypeName(event));
  out.schema_version = kEventSchemaVersion;
  out.metadata = metadata;
  out.clear_payload = std::move(encoded.clear);
  // What ends the history is read when its key is gone.
  if (!std::holds_alternative<domain::UserErased>(event)) {
    out.sealed_payload = SealEventPart(user.key, user.stream, version, out.type,
                                       encoded.personal, random);
  }
  return out;
}

std::string FirstMetadata(storage::v1::EventMetadata metadata,
                          const base::Hash256& commitment) {
  metadata.set_key_commitment(std::string(base::AsText(commitment)));
  return metadata.SerializeAsString();
}

// The data key goes, and the purge hears of it.
void AddErasure(base::Random& random, eventstore::AppendRequest& request) {
  eventstore::SideWrite& key = request.side_writes.emplace_back();
  key.family = eventstore::SideWrite::Family::kKeys;
  eventstore::SideWrite& pending = request.side_writes.emplace_back();
  pending.family = eventstore::SideWrite::Family::kMeta;
  pending.key = kErasurePendingRow;
  // Another value for each erasure: the purge deletes what it has seen only.
  pending.value = base::FormatUuid(base::NewUuid(random));
}

}  // namespace

eventstore::AppendRequest BuildAppend(
    const LoadedUser& before, const std::vector<domain::Event>& events,
    const domain::UserState& after,
    const std::optional<KeyVault::NewDataKey>& new_key,
    const storage::v1::EventMetadata& metadata, const KeyVault& vault,
    base::Random& random) {
  eventstore::AppendRequest request;
  request.stream = before.stream;
  request.expected_version = before.version;
  if (events.empty()) return request;
  const std::string bytes = metadata.SerializeAsString();
  Version version = before.version;
  request.events.reserve(events.size());
  for (const domain::Event& event : events) {
    ++version.value;
    request.events.push_back(SealEvent(before, version, event, bytes, random));
  }
  if (after.erased) {
    request.snapshot = eventstore::NewSnapshot{kStateSchemaVersion, true, ""};
    AddErasure(random, request);
  } else {
    request.snapshot =
        eventstore::NewSnapshot{kStateSchemaVersion, false,
                                SealState(before.key, before.stream, version,
                                          EncodeState(after), random)};
  }
  request.claims =
      BuildClaims(before.stream.tenant, before.state, after, vault);
  if (new_key) {
    request.events[0].metadata = FirstMetadata(metadata, new_key->commitment);
    eventstore::SideWrite& row = request.side_writes.emplace_back();
    row.family = eventstore::SideWrite::Family::kKeys;
    row.value = new_key->wrapped;
  }
  return request;
}

std::vector<Claim> BuildClaims(const eventstore::TenantId& partner,
                               const domain::UserState& before,
                               const domain::UserState& after,
                               const KeyVault& vault) {
  std::vector<Claim> claims;
  for (const domain::ClaimChange& change :
       domain::ClaimChanges(before, after)) {
    claims.push_back({change.action == domain::ClaimAction::kTake
                          ? Claim::Action::kTake
                          : Claim::Action::kRelease,
                      std::string(change.kind),
                      vault.ClaimHash(partner, change.kind, change.value)});
  }
  return claims;
}

absl::Status TakenError(const Claim& claim) {
  return base::Error(claim.kind == domain::kEmailClaim
                         ? base::Reason::kEmailTaken
                         : base::Reason::kExternalIdTaken);
}

}  // namespace rollbook::services
