#include "services/audit/event_mapper.h"

#include <string>
#include <string_view>
#include <utility>

#include "base/bytes.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "domain/profile_field.h"
#include "rollbook/storage/v1/user_payload.pb.h"
#include "services/audit/access_log.h"
#include "services/keys/key_vault.h"
#include "services/partners/partner_stream.h"
#include "services/positions.h"
#include "services/timestamps.h"
#include "services/users/profile_codec.h"
#include "services/users/user_codec.h"
#include "services/users/user_mapper.h"
#include "services/users/user_seal.h"
#include "services/users/user_stream.h"

namespace rollbook::services {
namespace {

using audit::v1::Event;
using storage::v1::StoredUserEvent;
using user::v1::UserEvent;

absl::Status Corrupted() { return base::Error(base::Reason::kDataCorrupted); }

void SetCreated(StoredUserEvent& stored, user::v1::UserCreated* out) {
  if (stored.has_external_id()) out->set_external_id(stored.external_id());
  SetProfile(TakeProfile(*stored.mutable_profile()), out->mutable_profile());
  out->set_status(user::v1::UserStatus(stored.status()));
}

void SetProfileUpdated(StoredUserEvent& stored,
                       user::v1::UserProfileUpdated* out) {
  SetProfile(TakeProfile(*stored.mutable_profile()), out->mutable_changed());
  for (const uint32_t number : stored.cleared_fields()) {
    if (const auto field = domain::FieldByNumber(number)) {
      out->add_cleared(std::string(domain::FieldName(*field)));
    }
  }
}

void SetPhoneNumberChanged(const storage::v1::StoredProfile& profile,
                           user::v1::UserPhoneNumberChanged* out) {
  if (profile.has_phone_number()) {
    out->set_phone_number(profile.phone_number());
  }
  if (profile.has_phone_number_e164()) {
    out->set_phone_number_e164(profile.phone_number_e164());
  }
}

void SetStatusChanged(const StoredUserEvent& stored,
                      user::v1::UserStatusChanged* out) {
  out->set_from(user::v1::UserStatus(stored.previous_status()));
  out->set_to(user::v1::UserStatus(stored.status()));
  out->set_reason(stored.reason());
}

void SetKycRecorded(const StoredUserEvent& stored,
                    user::v1::UserKycRecorded* out) {
  out->set_result(user::v1::KycStatus(stored.kyc_status()));
  out->set_reason(stored.reason());
}

// False for a type that this program does not know.
bool SetUserEvent(std::string_view type, StoredUserEvent& stored,
                  UserEvent* out) {
  const storage::v1::StoredProfile& profile = stored.profile();
  if (type == "UserCreated") {
    SetCreated(stored, out->mutable_user_created());
  } else if (type == "UserProfileUpdated") {
    SetProfileUpdated(stored, out->mutable_user_profile_updated());
  } else if (type == "UserEmailChanged") {
    auto* const changed = out->mutable_user_email_changed();
    if (profile.has_email()) changed->set_email(profile.email());
  } else if (type == "UserPhoneNumberChanged") {
    SetPhoneNumberChanged(profile, out->mutable_user_phone_number_changed());
  } else if (type == "UserStatusChanged") {
    SetStatusChanged(stored, out->mutable_user_status_changed());
  } else if (type == "UserKycRecorded") {
    SetKycRecorded(stored, out->mutable_user_kyc_recorded());
  } else if (type == "UserEmailVerified") {
    auto* const verified = out->mutable_user_email_verified();
    if (profile.has_email()) verified->set_email(profile.email());
  } else if (type == "UserErased") {
    auto* const erased = out->mutable_user_erased();
    erased->set_ticket(stored.ticket());
    erased->set_reason_hash(stored.reason_hash());
  } else if (type == "UserHeld") {
    out->mutable_user_held()->set_reason(stored.reason());
  } else if (type == "UserReleased") {
    out->mutable_user_released()->set_reason(stored.reason());
  } else {
    return false;
  }
  return true;
}

absl::Status SetUserData(const eventstore::Record& record,
                         const std::optional<base::Key256>& key, Event* out) {
  std::string personal;
  if (key && !record.sealed_payload.empty()) {
    ASSIGN_OR_RETURN(personal,
                     OpenEventPart(*key, record.stream, record.version,
                                   record.type, record.sealed_payload));
  }
  ASSIGN_OR_RETURN(
      StoredUserEvent stored,
      MergeEvent(record.schema_version, record.clear_payload, personal));
  if (!SetUserEvent(record.type, stored, out->mutable_user_event())) {
    return Corrupted();
  }
  out->set_erased(!key.has_value() && !record.sealed_payload.empty());
  return absl::OkStatus();
}

// A stream's first record says which key opens it.
absl::Status CheckCommitment(const eventstore::Record& record,
                             const storage::v1::EventMetadata& metadata,
                             const base::Key256& key) {
  if (record.version.value != 1) return absl::OkStatus();
  return metadata.key_commitment() == base::AsText(KeyVault::CommitmentTo(key))
             ? absl::OkStatus()
             : Corrupted();
}

void SetHeader(const eventstore::Record& record, const base::Hash256& hash,
               const storage::v1::EventMetadata& metadata, Event* out) {
  SetPosition(record.position, out->mutable_position());
  out->set_partner_id(record.stream.tenant.value);
  out->set_version(record.version.value);
  out->set_type(record.type);
  out->set_schema_version(record.schema_version);
  SetTimestamp(record.time, out->mutable_time());
  out->set_actor(metadata.actor());
  out->set_request_id(metadata.request_id());
  out->set_traceparent(metadata.traceparent());
  out->set_record_hash(std::string(base::AsText(hash)));
  out->set_previous_hash(std::string(base::AsText(record.previous_hash)));
}

}  // namespace

absl::StatusOr<Event> ToAuditEvent(const eventstore::Record& record,
                                   const base::Hash256& hash,
                                   const std::optional<base::Key256>& key) {
  storage::v1::EventMetadata metadata;
  if (!metadata.ParseFromString(record.metadata)) return Corrupted();
  Event event;
  SetHeader(record, hash, metadata, &event);
  if (UserIdOf(record.stream)) {
    event.set_user_id(UserIdText(record.stream));
    if (key) RETURN_IF_ERROR(CheckCommitment(record, metadata, *key));
    RETURN_IF_ERROR(SetUserData(record, key, &event));
  } else if (record.stream == AccessStream()) {
    if (!event.mutable_access_event()->ParseFromString(record.clear_payload)) {
      return Corrupted();
    }
  } else if (record.stream.id == kPartnerStreamId) {
    if (!event.mutable_partner_event()->ParseFromString(record.clear_payload)) {
      return Corrupted();
    }
  }
  return event;
}

}  // namespace rollbook::services
