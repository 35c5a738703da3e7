#include "services/users/user_codec.h"

#include <optional>
#include <utility>
#include <variant>

#include "base/error.h"
#include "services/users/profile_codec.h"

namespace rollbook::services {
namespace {

using domain::Event;
using storage::v1::StoredUserEvent;
using storage::v1::StoredUserState;

absl::Status Corrupted() { return base::Error(base::Reason::kDataCorrupted); }

// ---- Events to bytes --------------------------------------------------------

// One overload per event: which fields are clear and which are personal is
// decided here, and tested by reflection.
struct Encoder {
  StoredUserEvent& clear;
  StoredUserEvent& personal;

  void operator()(const domain::UserCreated& event) const {
    clear.set_status(static_cast<uint32_t>(event.status));
    clear.set_email_claimed(event.email_claimed);
    clear.set_external_id_ignores_case(event.external_id_ignores_case);
    if (event.profile.external_id) {
      personal.set_external_id(event.profile.external_id->text());
    }
    StoreProfile(event.profile, *personal.mutable_profile());
  }
  void operator()(const domain::UserProfileUpdated& event) const {
    for (const domain::ProfileField field : domain::AllProfileFields()) {
      if (event.patch.cleared.Contains(field)) {
        clear.add_cleared_fields(static_cast<uint32_t>(field));
      }
    }
    StoreProfile(event.patch.changed, *personal.mutable_profile());
  }
  void operator()(const domain::UserEmailChanged& event) const {
    clear.set_email_claimed(event.email_claimed);
    if (event.email) {
      personal.mutable_profile()->set_email(event.email->text());
    }
  }
  void operator()(const domain::UserPhoneNumberChanged& event) const {
    domain::Profile profile;
    profile.phone_number = event.phone_number;
    StoreProfile(profile, *personal.mutable_profile());
  }
  void operator()(const domain::UserStatusChanged& event) const {
    clear.set_previous_status(static_cast<uint32_t>(event.from));
    clear.set_status(static_cast<uint32_t>(event.to));
    personal.set_reason(event.reason.text());
  }
  void operator()(const domain::UserKycRecorded& event) const {
    clear.set_kyc_status(static_cast<uint32_t>(event.result));
    if (event.reason) personal.set_reason(event.reason->text());
  }
  void operator()(const domain::UserEmailVerified& event) const {
    if (event.email) {
      personal.mutable_profile()->set_email(event.email->text());
    }
  }
  void operator()(const domain::UserErased& event) const {
    clear.set_ticket(event.ticket);
    clear.set_reason_hash(event.reason_hash);
  }
  void operator()(const domain::UserHeld& event) const {
    personal.set_reason(event.reason.text());
  }
  void operator()(const domain::UserReleased& event) const {
    if (event.reason) personal.set_reason(event.reason->text());
  }
};

// ---- Bytes to events --------------------------------------------------------

absl::StatusOr<domain::UserStatus> StatusOf(uint32_t number) {
  const auto status = domain::UserStatus(number);
  if (!domain::IsKnown(status)) return Corrupted();
  return status;
}

absl::StatusOr<domain::KycStatus> KycStatusOf(uint32_t number) {
  const auto status = domain::KycStatus(number);
  if (!domain::IsKnown(status)) return Corrupted();
  return status;
}

absl::StatusOr<Event> DecodeCreated(StoredUserEvent& stored) {
  const auto status = StatusOf(stored.status());
  if (!status.ok()) return status.status();
  domain::UserCreated event;
  event.profile = TakeProfile(*stored.mutable_profile());
  if (stored.has_external_id()) {
    event.profile.external_id =
        domain::Text::FromStored(std::move(*stored.mutable_external_id()));
  }
  event.status = *status;
  event.email_claimed = stored.email_claimed();
  event.external_id_ignores_case = stored.external_id_ignores_case();
  return event;
}

absl::StatusOr<Event> DecodeProfileUpdated(StoredUserEvent& stored) {
  domain::UserProfileUpdated event;
  event.patch.changed = TakeProfile(*stored.mutable_profile());
  for (const uint32_t number : stored.cleared_fields()) {
    const auto field = domain::FieldByNumber(number);
    if (!field) return Corrupted();
    event.patch.cleared.Add(*field);
  }
  return event;
}

absl::StatusOr<Event> DecodeStatusChanged(StoredUserEvent& stored) {
  const auto from = StatusOf(stored.previous_status());
  const auto to = StatusOf(stored.status());
  if (!from.ok() || !to.ok()) return Corrupted();
  return domain::UserStatusChanged{
      *from, *to,
      domain::Text::FromStored(std::move(*stored.mutable_reason()))};
}

absl::StatusOr<Event> DecodeKycRecorded(StoredUserEvent& stored) {
  const auto result = KycStatusOf(stored.kyc_status());
  if (!result.ok()) return result.status();
  domain::UserKycRecorded event{*result};
  if (stored.has_reason()) {
    event.reason =
        domain::Text::FromStored(std::move(*stored.mutable_reason()));
  }
  return event;
}

Event DecodeReleased(StoredUserEvent& stored) {
  domain::UserReleased event;
  if (stored.has_reason()) {
    event.reason =
        domain::Text::FromStored(std::move(*stored.mutable_reason()));
  }
  return event;
}

}  // namespace

EncodedEvent EncodeEvent(const Event& event) {
  StoredUserEvent clear;
  StoredUserEvent personal;
  std::visit(Encoder{clear, personal}, event);
  return {clear.SerializeAsString(), personal.SerializeAsString()};
}

absl::StatusOr<StoredUserEvent> MergeEvent(uint16_t schema_version,
                                           std::string_view clear,
                                           std::string_view personal) {
  StoredUserEvent stored;
  StoredUserEvent sealed;
  if (schema_version != kEventSchemaVersion ||
      !stored.ParseFromArray(clear.data(), static_cast<int>(clear.size())) ||
      !sealed.ParseFromArray(personal.data(),
                             static_cast<int>(personal.size()))) {
    return Corrupted();
  }
  stored.MergeFrom(sealed);
  return stored;
}

absl::StatusOr<Event> DecodeEvent(std::string_view type,
                                  StoredUserEvent stored) {
  if (type == "UserCreated") return DecodeCreated(stored);
  if (type == "UserProfileUpdated") return DecodeProfileUpdated(stored);
  if (type == "UserEmailChanged") {
    return domain::UserEmailChanged{
        TakeProfile(*stored.mutable_profile()).email, stored.email_claimed()};
  }
  if (type == "UserPhoneNumberChanged") {
    return domain::UserPhoneNumberChanged{
        TakeProfile(*stored.mutable_profile()).phone_number};
  }
  if (type == "UserStatusChanged") return DecodeStatusChanged(stored);
  if (type == "UserKycRecorded") return DecodeKycRecorded(stored);
  if (type == "UserEmailVerified") {
    return domain::UserEmailVerified{
        TakeProfile(*stored.mutable_profile()).email};
  }
  if (type == "UserErased") {
    return domain::UserErased{stored.ticket(), stored.reason_hash()};
  }
  if (type == "UserHeld") {
    return domain::UserHeld{
        domain::Text::FromStored(std::move(*stored.mutable_reason()))};
  }
  if (type == "UserReleased") return DecodeReleased(stored);
  return Corrupted();
}

std::string EncodeState(const domain::UserState& state) {
  StoredUserState stored;
  if (state.profile.external_id) {
    stored.set_external_id(state.profile.external_id->text());
  }
  StoreProfile(state.profile, *stored.mutable_profile());
  stored.set_status(static_cast<uint32_t>(state.status));
  stored.set_kyc_status(static_cast<uint32_t>(state.kyc_status));
  stored.set_email_verified(state.email_verified);
  stored.set_email_claimed(state.email_claimed);
  stored.set_external_id_ignores_case(state.external_id_ignores_case);
  stored.set_legal_hold(state.legal_hold);
  return stored.SerializeAsString();
}

absl::StatusOr<domain::UserState> DecodeState(uint16_t schema_version,
                                              std::string_view bytes) {
  StoredUserState stored;
  if (schema_version != kStateSchemaVersion ||
      !stored.ParseFromArray(bytes.data(), static_cast<int>(bytes.size()))) {
    return Corrupted();
  }
  const auto status = StatusOf(stored.status());
  const auto kyc_status = KycStatusOf(stored.kyc_status());
  if (!status.ok() || !kyc_status.ok()) return Corrupted();
  // Filled in where it is returned: a state is big to move.
  absl::StatusOr<domain::UserState> result(absl::in_place);
  domain::UserState& state = *result;
  state.exists = true;
  state.profile = TakeProfile(*stored.mutable_profile());
  if (stored.has_external_id()) {
    state.profile.external_id =
        domain::Text::FromStored(std::move(*stored.mutable_external_id()));
  }
  state.status = *status;
  state.kyc_status = *kyc_status;
  state.email_verified = stored.email_verified();
  state.email_claimed = stored.email_claimed();
  state.external_id_ignores_case = stored.external_id_ignores_case();
  state.legal_hold = stored.legal_hold();
  return result;
}

}  // namespace rollbook::services
