#include <algorithm>
#include <string>
#include <utility>

#include "base/error.h"
#include "base/ids.h"
#include "base/status_macros.h"
#include "domain/parse_profile.h"
#include "services/positions.h"
#include "services/timestamps.h"
#include "services/users/certificates.h"
#include "services/users/user_codec.h"
#include "services/users/user_register.h"
#include "services/users/user_register_impl.h"
#include "services/users/user_stream.h"
#include "services/violations.h"

// Forgetting a user, and the hold that prevents it (docs/erasure.md).
namespace rollbook::services {
namespace {

using eventstore::EventStore;
using eventstore::Record;
using eventstore::StreamId;
using user::v1::EraseUserRequest;
using user::v1::EraseUserResponse;

constexpr size_t kMaxTicketBytes = 64;
constexpr std::string_view kReasonLabel = "erasure reason";

// The ticket stays readable for ever: it must not be a sentence about
// somebody.
bool IsTicket(const std::string& ticket) {
  constexpr std::string_view kMarks = "._:/#-";
  const auto allowed = [&](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           (c >= '0' && c <= '9') || kMarks.find(c) != kMarks.npos;
  };
  return !ticket.empty() && ticket.size() <= kMaxTicketBytes &&
         std::ranges::all_of(ticket, allowed);
}

absl::StatusOr<Record> ReadOne(const EventStore& store, const StreamId& stream,
                               eventstore::Version version) {
  ASSIGN_OR_RETURN(auto records, store.ReadStream(stream, version, 1));
  if (records.size() != 1) return base::Error(base::Reason::kDataCorrupted);
  return std::move(records[0]);
}

// What the last record of an erased user's stream certifies.
absl::StatusOr<ErasureCertificate> CertificateOf(const EventStore& store,
                                                 const StreamId& stream,
                                                 eventstore::Version version) {
  ASSIGN_OR_RETURN(const Record first, ReadOne(store, stream, {1}));
  ASSIGN_OR_RETURN(const Record last, ReadOne(store, stream, version));
  storage::v1::EventMetadata metadata;
  if (last.type != "UserErased" || !metadata.ParseFromString(first.metadata)) {
    return base::Error(base::Reason::kDataCorrupted);
  }
  ASSIGN_OR_RETURN(const storage::v1::StoredUserEvent erased,
                   MergeEvent(last.schema_version, last.clear_payload, ""));
  return ErasureCertificate{
      .lineage = store.Lineage(),
      .partner_id = stream.tenant.value,
      .user_id = UserIdText(stream),
      .ticket = erased.ticket(),
      .reason_hash = erased.reason_hash(),
      .position = last.position,
      .version = last.version,
      .time = last.time,
      .record_hash = eventstore::RecordHash(eventstore::EncodeRecord(last)),
      .key_commitment = metadata.key_commitment()};
}

absl::StatusOr<EraseUserResponse> Certify(const EventStore& store,
                                          const StreamId& stream,
                                          eventstore::Version version,
                                          const SignNote& sign) {
  ASSIGN_OR_RETURN(const ErasureCertificate certificate,
                   CertificateOf(store, stream, version));
  EraseUserResponse response;
  response.set_partner_id(certificate.partner_id);
  response.set_user_id(certificate.user_id);
  response.set_version(certificate.version.value);
  SetPosition(certificate.position, response.mutable_position());
  SetTimestamp(certificate.time, response.mutable_time());
  response.set_certificate(sign(TextOf(certificate)));
  return response;
}

}  // namespace

// The stream's certificate when the user is erased by now, else `why`.
absl::StatusOr<EraseUserResponse> UserRegister::Impl::CertifyErased(
    const StreamId& stream, absl::Status why) const {
  ASSIGN_OR_RETURN(const auto row, deps.store->Load(stream));
  if (!row || !row->erased) return why;
  ASSIGN_OR_RETURN(EraseUserResponse response,
                   Certify(*deps.store, stream, row->version, deps.sign_note));
  response.set_already_erased(true);
  return response;
}

absl::StatusOr<Mutation> UserRegister::Impl::ParseErase(
    const Caller& caller, const EraseUserRequest& request) const {
  Violations violations;
  if (!IsTicket(request.ticket())) {
    violations.Add("ticket", "FORMAT",
                   "Must be 1 to 64 of A-Z, a-z, 0-9 and . _ : / # -");
  }
  Mutation mutation;
  mutation.metadata.set_actor(caller.name);
  if (!request.request_id().empty()) {
    const auto id = base::ParseUuid(request.request_id());
    if (id) {
      mutation.metadata.set_request_id(base::FormatUuid(*id));
    } else {
      violations.Add("request_id", "UUID", "Must be a UUID");
    }
  }
  ASSIGN_OR_RETURN(StreamId stream,
                   FindStream(caller, request.partner_id(), request.user(),
                              std::move(violations)));
  ASSIGN_OR_RETURN(const domain::Text reason,
                   domain::ParseReason(request.reason()));
  mutation.partner = stream.tenant;
  mutation.address = UserAddress{stream.tenant, std::move(stream), {}};
  mutation.command = domain::EraseUser{
      request.ticket(), std::string(base::AsText(deps.vault->Fingerprint(
                            std::string(kReasonLabel) + '\0' +
                            request.ticket() + '\0' + reason.text())))};
  return mutation;
}

void UserRegister::EraseUser(const Caller& caller, EraseUserRequest request,
                             Reply<EraseUserResponse> reply) {
  impl_->OnWorker<EraseUserResponse>(
      std::move(reply), [impl = impl_, caller, request = std::move(request)](
                            Reply<EraseUserResponse> answer) mutable {
        auto mutation = impl->ParseErase(caller, request);
        if (!mutation.ok()) return answer(std::move(mutation).status());
        const StreamId stream = *mutation->address->stream;
        impl->handler.Run(
            *std::move(mutation),
            [impl, stream, answer = std::move(answer)](
                absl::StatusOr<MutationAnswer> erased) mutable {
              // Reads the log, which this thread must not.
              impl->OnWorker<EraseUserResponse>(
                  std::move(answer), [impl, stream, erased = std::move(erased)](
                                         Reply<EraseUserResponse> done) {
                    done(erased.ok()
                             ? Certify(*impl->deps.store, stream,
                                       {erased->user.version()},
                                       impl->deps.sign_note)
                             : impl->CertifyErased(stream, erased.status()));
                  });
            });
      });
}

}  // namespace rollbook::services
