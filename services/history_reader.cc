#include "services/history_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/error.h"
#include "base/ids.h"
#include "base/status_macros.h"
#include "services/event_mapper.h"
#include "services/key_vault.h"
#include "services/partner_stream.h"
#include "services/request_checks.h"
#include "services/user_reader.h"
#include "services/user_stream.h"
#include "services/violations.h"

namespace rollbook::services {
namespace {

using eventstore::EventStore;
using eventstore::StreamId;

// What one page of the log is read from at most.
constexpr size_t kMaxPageBytes = 1 << 20;

absl::StatusOr<audit::v1::Event> OpenRecord(const eventstore::Record& record,
                                            const KeyVault& vault) {
  std::optional<base::Key256> key;
  if (UserIdOf(record.stream)) {
    ASSIGN_OR_RETURN(key, vault.DataKey(record.stream));
  }
  return ToAuditEvent(record, key);
}

absl::StatusOr<bool> Exists(const EventStore& store, const StreamId& stream) {
  ASSIGN_OR_RETURN(const auto row, store.Load(stream));
  return row.has_value();
}

// A user id is unique, but streams are kept by partner.
absl::StatusOr<StreamId> FindInAllPartners(const EventStore& store,
                                           const base::UuidBytes& user_id) {
  ASSIGN_OR_RETURN(const auto rows, store.ScanMeta(kPartnerRowPrefix));
  for (const auto& [name, row] : rows) {
    StreamId stream =
        UserStream(name.substr(kPartnerRowPrefix.size()), user_id);
    ASSIGN_OR_RETURN(const bool there, Exists(store, stream));
    if (there) return stream;
  }
  return base::Error(base::Reason::kUserNotFound);
}

}  // namespace

HistoryReader::HistoryReader(EventStore* store, KeyVault* vault)
    : store_(store), vault_(vault) {}

absl::StatusOr<StreamId> HistoryReader::FindUser(
    const audit::v1::ListUserEventsRequest& request) const {
  user::v1::UserRef ref;
  if (request.has_user_id()) ref.set_user_id(request.user_id());
  if (request.has_external_id()) ref.set_external_id(request.external_id());
  Violations violations;
  const bool any_partner =
      request.partner_id().empty() && request.has_user_id();
  if (!any_partner) CheckPartnerId(request.partner_id(), violations);
  const UserAddress address = ToAddress(request.partner_id(), ref, violations);
  if (absl::Status valid = violations.status(); !valid.ok()) return valid;
  if (any_partner) {
    return FindInAllPartners(*store_, *UserIdOf(*address.stream));
  }
  if (!address.stream) {
    ASSIGN_OR_RETURN(LoadedUser user, UserReader(store_, vault_).Read(address));
    return std::move(user.stream);
  }
  // Not through the state: an erased user still has a history.
  ASSIGN_OR_RETURN(const bool there, Exists(*store_, *address.stream));
  if (!there) return base::Error(base::Reason::kUserNotFound);
  return *address.stream;
}

absl::StatusOr<std::vector<audit::v1::Event>> HistoryReader::ReadUser(
    const StreamId& stream, uint64_t from_version, size_t max_events) const {
  ASSIGN_OR_RETURN(
      const auto records,
      store_->ReadStream(stream, {std::max<uint64_t>(from_version, 1)},
                         max_events));
  std::vector<audit::v1::Event> events;
  events.reserve(records.size());
  for (const eventstore::Record& record : records) {
    ASSIGN_OR_RETURN(events.emplace_back(), OpenRecord(record, *vault_));
  }
  return events;
}

absl::StatusOr<HistoryReader::Page> HistoryReader::ReadLog(
    eventstore::Position after, size_t max_events,
    const std::string& partner_id) const {
  ASSIGN_OR_RETURN(const auto records,
                   store_->ReadLog(after, max_events, kMaxPageBytes));
  Page page{{}, after};
  for (const eventstore::Record& record : records) {
    page.read_to = record.position;
    if (!partner_id.empty() && record.stream.tenant.value != partner_id) {
      continue;
    }
    ASSIGN_OR_RETURN(page.events.emplace_back(), OpenRecord(record, *vault_));
  }
  return page;
}

}  // namespace rollbook::services
