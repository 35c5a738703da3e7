#include "services/audit/history_reader.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "base/error.h"
#include "base/status_macros.h"
#include "proof/record_view.h"
#include "services/audit/event_mapper.h"
#include "services/audit/person_export.h"
#include "services/keys/key_vault.h"
#include "services/users/request_checks.h"
#include "services/users/user_reader.h"
#include "services/users/user_stream.h"
#include "services/violations.h"

namespace rollbook::services {
namespace {

using eventstore::EventStore;
using eventstore::StreamId;

// What one page of the log is read from at most.
constexpr size_t kMaxPageBytes = 1 << 20;

absl::StatusOr<audit::v1::Event> OpenRecord(const eventstore::Record& record,
                                            const base::Hash256& hash,
                                            const KeyVault& vault) {
  std::optional<base::Key256> key;
  if (UserIdOf(record.stream)) {
    ASSIGN_OR_RETURN(key, vault.DataKey(record.stream));
  }
  return ToAuditEvent(record, hash, key);
}

absl::StatusOr<StreamId> Find(const EventStore& store, const KeyVault& vault,
                              const UserName& name) {
  Violations violations;
  const bool any_partner = name.partner_id.empty() && name.ref.has_user_id();
  if (!any_partner) CheckPartnerId(name.partner_id, violations);
  const UserAddress address = ToAddress(name.partner_id, name.ref, violations);
  if (absl::Status valid = violations.status(); !valid.ok()) return valid;
  if (any_partner) return FindInAllPartners(store, *UserIdOf(*address.stream));
  if (!address.stream) {
    ASSIGN_OR_RETURN(LoadedUser user, UserReader(&store, &vault).Read(address));
    return std::move(user.stream);
  }
  // Not through the state: an erased user still has a history.
  ASSIGN_OR_RETURN(const auto there, store.Load(*address.stream));
  if (!there) return base::Error(base::Reason::kUserNotFound);
  return *address.stream;
}

}  // namespace

HistoryReader::HistoryReader(EventStore* store, KeyVault* vault)
    : store_(store), vault_(vault) {}

absl::StatusOr<StreamId> HistoryReader::FindUser(const Caller& caller,
                                                 const UserName& name) const {
  if (!name.partner_id.empty() && !caller.MaySeeHistoryOf(name.partner_id)) {
    return base::Error(base::Reason::kPermissionDenied);
  }
  ASSIGN_OR_RETURN(StreamId stream, Find(*store_, *vault_, name));
  // Whether somebody else has such a user is none of the caller's business.
  if (!caller.MaySeeHistoryOf(stream.tenant.value)) {
    return base::Error(base::Reason::kUserNotFound);
  }
  return stream;
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
    const std::string stored = eventstore::EncodeRecord(record);
    ASSIGN_OR_RETURN(
        events.emplace_back(),
        OpenRecord(record, eventstore::RecordHash(stored), *vault_));
  }
  return events;
}

absl::StatusOr<audit::v1::ExportUserResponse> HistoryReader::BeginExport(
    const StreamId& stream) const {
  return services::BeginExport(*store_, *vault_, stream);
}

absl::StatusOr<HistoryReader::Page> HistoryReader::ReadLog(
    eventstore::Position after, eventstore::Position last, size_t max_events,
    const EventFilter& filter) const {
  ASSIGN_OR_RETURN(const auto records,
                   store_->ReadRawLog(after, max_events, kMaxPageBytes));
  Page page{{}, after};
  for (const std::string& stored : records) {
    const auto view = proof::ViewRecord(stored);
    if (!view) return base::Error(base::Reason::kDataCorrupted);
    if (view->position > last.number) break;
    page.read_to.number = view->position;
    if (!filter.Wants(*view)) continue;
    ASSIGN_OR_RETURN(const eventstore::Record record,
                     eventstore::DecodeRecord(stored));
    ASSIGN_OR_RETURN(
        page.events.emplace_back(),
        OpenRecord(record, eventstore::RecordHash(stored), *vault_));
  }
  return page;
}

}  // namespace rollbook::services
