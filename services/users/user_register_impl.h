#ifndef ROLLBOOK_SERVICES_USERS_USER_REGISTER_IMPL_H_
#define ROLLBOOK_SERVICES_USERS_USER_REGISTER_IMPL_H_

#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/time/civil_time.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "services/partners/partner_registry.h"
#include "services/position_waiter.h"
#include "services/positions.h"
#include "services/reply_on_worker.h"
#include "services/users/command_handler.h"
#include "services/users/request_checks.h"
#include "services/users/user_reader.h"
#include "services/users/user_register.h"

namespace rollbook::services {

// What the register's parts share; included by them only.
class UserRegister::Impl {
 public:
  explicit Impl(const Dependencies& dependencies);

  // Runs `work` on a worker with the reply, or replies OVERLOADED.
  template <typename Response, typename Work>
  void OnWorker(Reply<Response> reply, Work work) {
    ReplyOnWorker(*deps.workers, std::move(reply), std::move(work));
  }

  // The partner exists and, when there is an edge, its credential holds.
  template <typename Request>
  absl::Status CheckAccess(const Request& request) const {
    if constexpr (requires { request.edge(); }) {
      if (request.has_edge()) {
        return deps.partners->CheckCredential(request.partner_id(),
                                              request.edge().key_id());
      }
    }
    return deps.partners->CheckExists(request.partner_id());
  }

  // Everything of a mutation but its command: checks roles, ids and partner.
  // Violations found before are handed in; INVALID_ARGUMENT with all of them.
  template <typename Request>
  absl::StatusOr<Mutation> BeginMutation(std::string_view method,
                                         const Caller& caller,
                                         const Request& request,
                                         Violations violations = {}) const;

  // The same with the user that the request names.
  template <typename Request>
  absl::StatusOr<Mutation> BeginChange(std::string_view method,
                                       const Caller& caller,
                                       const Request& request,
                                       Violations violations = {}) const;

  // Whom a GetUser asks for, if its caller may.
  absl::StatusOr<UserAddress> ParseGet(
      const Caller& caller, const user::v1::GetUserRequest& request) const;

  // A create, parsed under the rules of request and partner; takes the
  // profile out of `request`.
  absl::StatusOr<Mutation> ParseCreate(
      const Caller& caller, user::v1::CreateUserRequest& request) const;
  absl::StatusOr<domain::ProfileRules> RulesFor(
      const std::string& partner_id, const user::v1::ProfileRules& rules) const;

  // The user's stream; an administrator may leave out its partner. Blocks.
  absl::StatusOr<eventstore::StreamId> FindStream(
      const Caller& caller, const std::string& partner_id,
      const user::v1::UserRef& ref, Violations violations = {}) const;

  absl::StatusOr<Mutation> ParseErase(
      const Caller& caller, const user::v1::EraseUserRequest& request) const;
  // The stream's certificate when the user is erased by now, else `why`.
  absl::StatusOr<user::v1::EraseUserResponse> CertifyErased(
      const eventstore::StreamId& stream, absl::Status why) const;

  // Today's date, UTC.
  absl::CivilDay Today() const {
    return absl::ToCivilDay(deps.clock->Now(), absl::UTCTimeZone());
  }

  const Dependencies deps;
  UserCache cache;
  CommandHandler handler;
  const UserReader reader;
  PositionWaiter positions;
};

// An administrator's request may name a user by its id alone.
template <typename Request>
bool MayLeaveOutPartner(const Caller& caller, const Request& request) {
  return request.partner_id().empty() && request.user().has_user_id() &&
         caller.roles.Has(Role::kAdmin);
}

// A mutation's answer as any of the responses, which have the same members.
template <typename Response>
Response ToResponse(MutationAnswer answer) {
  Response response;
  *response.mutable_user() = std::move(answer.user);
  SetPosition(answer.position, response.mutable_position());
  response.set_replayed(answer.replayed);
  if constexpr (requires { response.first_request_id(); }) {
    response.set_first_request_id(std::move(answer.first_request_id));
  }
  return response;
}

// `owner` holds the command handler until the command has answered.
template <typename Response>
CommandHandler::Done AnswerWith(std::shared_ptr<const void> owner,
                                Reply<Response> reply) {
  return [owner = std::move(owner), reply = std::move(reply)](
             absl::StatusOr<MutationAnswer> answer) mutable {
    if (!answer.ok()) return reply(std::move(answer).status());
    reply(ToResponse<Response>(*std::move(answer)));
  };
}

// The same, serialized.
inline CommandHandler::Done AnswerWith(std::shared_ptr<const void> owner,
                                       Reply<SharedBytes> reply) {
  return [owner = std::move(owner), reply = std::move(reply)](
             absl::StatusOr<MutationAnswer> answer) mutable {
    if (!answer.ok()) return reply(std::move(answer).status());
    if (answer->bytes) return reply(std::move(answer->bytes));
    const auto response =
        ToResponse<user::v1::CreateUserResponse>(*std::move(answer));
    reply(std::make_shared<const std::string>(response.SerializeAsString()));
  };
}

// What distinguishes a request from another under the same key: the edge's
// hash of the raw HTTP request, or the request without the key itself.
template <typename Request>
std::string FingerprintOf(std::string_view method, const Request& request) {
  if constexpr (requires { request.edge(); }) {
    if (!request.edge().idempotency_key().empty()) {
      return request.edge().fingerprint();
    }
  }
  Request keyless = request;
  keyless.clear_request_id();
  if constexpr (requires { keyless.clear_edge(); }) keyless.clear_edge();
  return FingerprintInput(method, keyless);
}

template <typename Request>
absl::StatusOr<Mutation> UserRegister::Impl::BeginMutation(
    std::string_view method, const Caller& caller, const Request& request,
    Violations violations) const {
  Mutation mutation;
  mutation.partner = {request.partner_id()};
  CheckPartnerId(request.partner_id(), violations);
  FillFromRequestId(caller, request.request_id(), mutation, violations);
  if constexpr (requires { request.edge(); }) {
    RETURN_IF_ERROR(CheckEdgeRole(caller, request.has_edge()));
    if (request.has_edge()) {
      FillFromEdge(request.edge(), mutation, violations);
    }
  }
  if (absl::Status valid = violations.status(); !valid.ok()) return valid;
  RETURN_IF_ERROR(CheckAccess(request));
  if (mutation.idempotency) {
    mutation.idempotency->fingerprint =
        deps.vault->Fingerprint(FingerprintOf(method, request));
  }
  return mutation;
}

template <typename Request>
absl::StatusOr<Mutation> UserRegister::Impl::BeginChange(
    std::string_view method, const Caller& caller, const Request& request,
    Violations violations) const {
  UserAddress address =
      ToAddress(request.partner_id(), request.user(), violations);
  ASSIGN_OR_RETURN(Mutation mutation, BeginMutation(method, caller, request,
                                                    std::move(violations)));
  mutation.address = std::move(address);
  if constexpr (requires { request.expected_version(); }) {
    if (request.has_expected_version()) {
      mutation.expected_version =
          eventstore::Version{request.expected_version()};
    }
  }
  return mutation;
}

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_USERS_USER_REGISTER_IMPL_H_
