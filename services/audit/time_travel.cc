#include "services/audit/time_travel.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/status_macros.h"
#include "services/positions.h"
#include "services/timestamps.h"
#include "services/users/user_fields.h"
#include "services/users/user_fold.h"
#include "services/users/user_mapper.h"

namespace rollbook::services {
namespace {

using audit::v1::DiffUserResponse;
using audit::v1::GetUserAtRequest;
using audit::v1::GetUserAtResponse;
using eventstore::Record;
using eventstore::StreamId;
using storage::v1::StoredUserEvent;

absl::Status OutOfRange(const char* field, const char* message) {
  return base::Error(base::Reason::kInvalidArgument,
                     {{{field, "RANGE", message}}, {}});
}

// An erased user has nothing but its ids.
user::v1::User UserOf(const StreamId& stream, const domain::UserState& state) {
  user::v1::User user = ToUser(stream, state);
  if (state.erased) {
    user.clear_status();
    user.clear_kyc_status();
  }
  return user;
}

bool IsAfter(const Record& record, const GetUserAtRequest& request) {
  switch (request.at_case()) {
    case GetUserAtRequest::kVersion:
      return record.version.value > request.version();
    case GetUserAtRequest::kTime:
      return record.time > ToTime(request.time());
    case GetUserAtRequest::kPosition:
      return record.position > ToPosition(request.position());
    case GetUserAtRequest::AT_NOT_SET:
      return false;
  }
  return false;
}

}  // namespace

absl::StatusOr<GetUserAtResponse> TimeTravel::UserAt(
    const StreamId& stream, const GetUserAtRequest& request) const {
  ASSIGN_OR_RETURN(const auto key, vault_.DataKey(stream));
  GetUserAtResponse response;
  domain::UserState found;
  absl::Time created;
  RETURN_IF_ERROR(FoldUser(store_, stream, key,
                           [&](const Record& record, const StoredUserEvent&,
                               const domain::UserState& state) {
                             if (IsAfter(record, request)) return false;
                             if (record.version.value == 1) {
                               created = record.time;
                             }
                             found = state;
                             response.set_version(record.version.value);
                             SetPosition(record.position,
                                         response.mutable_position());
                             SetTimestamp(record.time, response.mutable_time());
                             return true;
                           }));
  if (response.version() == 0) return base::Error(base::Reason::kUserNotFound);
  if (request.has_version() && response.version() < request.version()) {
    return OutOfRange("version", "Is beyond the user's last version");
  }
  response.set_erased(!key.has_value());
  *response.mutable_user() = UserOf(stream, found);
  SetTimestamp(created, response.mutable_user()->mutable_create_time());
  response.mutable_user()->set_version(response.version());
  *response.mutable_user()->mutable_update_time() = response.time();
  return response;
}

namespace {

using Fields = std::map<std::string, std::string>;
using Changes = std::map<std::string, DiffUserResponse::Change>;

absl::StatusOr<DiffUserResponse::Change> ChangeBy(
    const Record& record, const StoredUserEvent& event) {
  storage::v1::EventMetadata metadata;
  if (!metadata.ParseFromString(record.metadata)) {
    return base::Error(base::Reason::kDataCorrupted);
  }
  DiffUserResponse::Change change;
  change.set_version(record.version.value);
  SetTimestamp(record.time, change.mutable_time());
  change.set_actor(metadata.actor());
  change.set_request_id(metadata.request_id());
  change.set_reason(event.reason());
  SetPosition(record.position, change.mutable_position());
  return change;
}

// Notes the event as the last one that changed these fields.
void NoteChanges(const Fields& before, const Fields& after,
                 const DiffUserResponse::Change& by, Changes& changes) {
  for (const auto& [field, value] : after) {
    const auto old = before.find(field);
    if (old == before.end() || old->second != value) changes[field] = by;
  }
  for (const auto& [field, value] : before) {
    if (!after.contains(field)) changes[field] = by;
  }
}

void AddChange(const std::string& field, const Fields& from, const Fields& to,
               DiffUserResponse::Change change, DiffUserResponse& response) {
  const auto old_value = from.find(field);
  const auto new_value = to.find(field);
  const bool had = old_value != from.end();
  const bool has = new_value != to.end();
  if (had == has && (!had || old_value->second == new_value->second)) return;
  if (!had && new_value->second == "false") return;  // nothing came of it
  change.set_field(field);
  if (had) change.set_old_value(old_value->second);
  if (has) change.set_new_value(new_value->second);
  *response.add_changes() = std::move(change);
}

}  // namespace

absl::StatusOr<DiffUserResponse> TimeTravel::Diff(const StreamId& stream,
                                                  uint64_t from_version,
                                                  uint64_t to_version) const {
  if (to_version != 0 && to_version < from_version) {
    return OutOfRange("to_version", "Must not be below from_version");
  }
  ASSIGN_OR_RETURN(const auto key, vault_.DataKey(stream));
  DiffUserResponse response;
  response.set_from_version(from_version);
  Fields from;
  Fields current;
  Changes changes;
  absl::Status decoded;
  RETURN_IF_ERROR(
      FoldUser(store_, stream, key,
               [&](const Record& record, const StoredUserEvent& event,
                   const domain::UserState& state) {
                 const uint64_t version = record.version.value;
                 if (to_version != 0 && version > to_version) return false;
                 response.set_to_version(version);
                 if (version < from_version) return true;
                 Fields after = FieldsOf(UserOf(stream, state));
                 if (version == from_version) {
                   from = after;
                 } else {
                   const auto by = ChangeBy(record, event);
                   if (!by.ok()) {
                     decoded = by.status();
                     return false;
                   }
                   NoteChanges(current, after, *by, changes);
                 }
                 current = std::move(after);
                 return true;
               }));
  RETURN_IF_ERROR(decoded);
  if (response.to_version() < std::max(from_version, to_version)) {
    return OutOfRange(to_version == 0 ? "from_version" : "to_version",
                      "Is beyond the user's last version");
  }
  for (auto& [field, change] : changes) {
    AddChange(field, from, current, std::move(change), response);
  }
  response.set_erased(!key.has_value());
  return response;
}

}  // namespace rollbook::services
