#include "services/audit/access_recorder.h"

#include "base/bytes.h"
#include "base/error.h"
#include "base/ids.h"
#include "base/reason.h"
#include "base/status_macros.h"
#include "services/partners/partner_checks.h"

namespace rollbook::services {
namespace {

std::string OutcomeOf(const absl::Status& status) {
  if (status.ok() || absl::IsCancelled(status)) return "";
  return std::string(
      base::InfoOf(base::ReasonOf(status).value_or(base::Reason::kInternal))
          .name);
}

bool IsAboutOneUser(const std::string& method) {
  return method == "ListUserEvents" || method == "ExportUser";
}

}  // namespace

AccessRecorder::AccessRecorder(const AccessDesk& desk, const Caller& caller,
                               const std::string& method,
                               const std::string& partner_id,
                               const std::string& user_id)
    : desk_(desk), actor_(caller.name) {
  event_.set_access_id(std::string(base::AsText(base::NewUuid(*desk.random))));
  event_.set_method(method);
  set_user(partner_id, user_id);
}

AccessRecorder::~AccessRecorder() {
  if (open_) Close(absl::CancelledError());
}

void AccessRecorder::set_user(const std::string& partner_id,
                              const std::string& user_id) {
  if (IsPartnerId(partner_id)) event_.set_partner_id(partner_id);
  if (const auto id = base::ParseUuid(user_id)) {
    event_.set_user_id(base::FormatUuid(*id));
  }
}

AccessLog::Entry AccessRecorder::EntryOf(std::string_view type) const {
  return {type, actor_, event_};
}

absl::Status AccessRecorder::Open() {
  RETURN_IF_ERROR(desk_.log->WriteAndWait(EntryOf(kAccessOpened)));
  open_ = true;
  recorded_ = desk_.clock->SinceBoot();
  return absl::OkStatus();
}

void AccessRecorder::Count(const audit::v1::Event& event) {
  if (event.has_access_event()) return;
  // A read of one user by the partner's id of it.
  if (event_.user_id().empty() && IsAboutOneUser(event_.method())) {
    set_user(event.partner_id(), event.user_id());
  }
  CountAt(event.position());
}

void AccessRecorder::Count(const proof::RecordView& record) {
  static const auto& kAccesses = *new eventstore::StreamId(AccessStream());
  if (record.tenant == kAccesses.tenant.value && record.id == kAccesses.id) {
    return;
  }
  type::v1::Position position;
  position.set_number(record.position);
  CountAt(position);
}

void AccessRecorder::CountAt(const type::v1::Position& position) {
  if (!event_.has_first_position()) {
    *event_.mutable_first_position() = position;
  }
  *event_.mutable_last_position() = position;
  event_.set_records(event_.records() + 1);
  counted_ = true;
}

void AccessRecorder::Count(std::string_view chunk) {
  if (file_ == nullptr) file_ = std::make_unique<base::Sha256Stream>();
  file_->Add(chunk);
  counted_ = true;
}

void AccessRecorder::set_range(const type::v1::Position& first,
                               const type::v1::Position& last, bool with_keys) {
  if (first.number() != 0) *event_.mutable_first_position() = first;
  if (last.number() != 0) *event_.mutable_last_position() = last;
  event_.set_with_keys(with_keys);
}

absl::Status AccessRecorder::Continue() {
  const absl::Duration now = desk_.clock->SinceBoot();
  if (!counted_ || now - recorded_ < kAccessInterval) return absl::OkStatus();
  RETURN_IF_ERROR(desk_.log->WriteAndWait(EntryOf(kAccessContinued)));
  counted_ = false;
  recorded_ = now;
  return absl::OkStatus();
}

void AccessRecorder::Close(const absl::Status& outcome) {
  open_ = false;
  event_.set_outcome(OutcomeOf(outcome));
  if (file_ != nullptr) {
    event_.set_bundle_hash(std::string(base::AsText(file_->Finish())));
  }
  // That it was opened is on record, whatever becomes of this.
  desk_.log->Write(EntryOf(kAccessClosed), [](const absl::Status&) {});
}

absl::Status AccessRecorder::RecordOnce(const absl::Status& outcome) {
  event_.set_outcome(OutcomeOf(outcome));
  return desk_.log->WriteAndWait(EntryOf(kAccessClosed));
}

}  // namespace rollbook::services
