#include <memory>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>

#include "base/error.h"
#include "base/status_macros.h"
#include "domain/email.h"
#include "domain/parse_profile.h"
#include "services/users/user_mapper.h"
#include "services/users/user_register.h"
#include "services/users/user_register_impl.h"
#include "services/violations.h"

// The register's single commands: each parses its request into a Mutation and
// hands it to the command handler.
namespace rollbook::services {
namespace {

// What a rehearsal answers with: nothing was written, so there is no position.
template <typename Response>
absl::StatusOr<Response> Rehearsed(absl::StatusOr<user::v1::User> would_be) {
  RETURN_IF_ERROR(would_be.status());
  Response response;
  *response.mutable_user() = *std::move(would_be);
  return response;
}

std::optional<domain::StatusAction> ToAction(user::v1::StatusAction action) {
  switch (action) {
    case user::v1::STATUS_ACTION_APPROVE:
      return domain::StatusAction::kApprove;
    case user::v1::STATUS_ACTION_REJECT:
      return domain::StatusAction::kReject;
    case user::v1::STATUS_ACTION_SUSPEND:
      return domain::StatusAction::kSuspend;
    case user::v1::STATUS_ACTION_REACTIVATE:
      return domain::StatusAction::kReactivate;
    case user::v1::STATUS_ACTION_CLOSE:
      return domain::StatusAction::kClose;
    default:
      return std::nullopt;
  }
}

std::optional<domain::KycStatus> ToKycResult(user::v1::KycStatus result) {
  switch (result) {
    case user::v1::KYC_STATUS_PENDING:
      return domain::KycStatus::kPending;
    case user::v1::KYC_STATUS_PASSED:
      return domain::KycStatus::kPassed;
    case user::v1::KYC_STATUS_FAILED:
      return domain::KycStatus::kFailed;
    default:
      return std::nullopt;
  }
}

// A response as it is, or serialized.
template <typename Answer, typename Response>
absl::StatusOr<Answer> As(absl::StatusOr<Response> response) {
  if constexpr (std::is_same_v<Answer, Response>) {
    return response;
  } else {
    RETURN_IF_ERROR(response.status());
    return std::make_shared<const std::string>(response->SerializeAsString());
  }
}

// Parses the request and hands the mutation to the command handler, or only
// rehearses it where the request asks for that.
template <typename Response, typename Answer, typename ImplPtr,
          typename Request, typename Parse>
void RunHere(const ImplPtr& impl, const Caller& caller, Request& request,
             Reply<Answer> answer, Parse parse) {
  absl::StatusOr<Mutation> mutation = parse(*impl, caller, request);
  if (!mutation.ok()) return answer(std::move(mutation).status());
  if constexpr (requires { request.validate_only(); }) {
    if (request.validate_only()) {
      return answer(
          As<Answer>(Rehearsed<Response>(impl->handler.Rehearse(*mutation))));
    }
  }
  impl->handler.Run(*std::move(mutation), AnswerWith(impl, std::move(answer)));
}

template <typename Response, typename Answer, typename ImplPtr,
          typename Request, typename Parse>
void RunOnWorker(const ImplPtr& impl, const Caller& caller, Request request,
                 Reply<Answer> reply, Parse parse) {
  impl->template OnWorker<Answer>(
      std::move(reply), [impl, caller, request = std::move(request),
                         parse](Reply<Answer> answer) mutable {
        RunHere<Response>(impl, caller, request, std::move(answer), parse);
      });
}

}  // namespace

absl::StatusOr<domain::ProfileRules> UserRegister::Impl::RulesFor(
    const std::string& partner_id, const user::v1::ProfileRules& rules) const {
  const auto policy = deps.partners->PolicyOf(partner_id);
  return ToRules(
      rules, policy ? *policy : admin::v1::PartnerPolicy::default_instance());
}

absl::StatusOr<Mutation> UserRegister::Impl::ParseCreate(
    const Caller& caller, user::v1::CreateUserRequest& request) const {
  Violations violations;
  domain::CreateUser command;
  switch (request.initial_status()) {
    case user::v1::USER_STATUS_UNSPECIFIED:
    case user::v1::USER_STATUS_PENDING_COMPLIANCE:
      command.initial_status = domain::UserStatus::kPendingCompliance;
      break;
    case user::v1::USER_STATUS_ACTIVE:
      command.initial_status = domain::UserStatus::kActive;
      break;
    default:
      violations.Add("initial_status", "ONE_OF",
                     "Must be one of: PENDING_COMPLIANCE, ACTIVE");
  }
  ASSIGN_OR_RETURN(
      Mutation mutation,
      BeginMutation("CreateUser", caller, request, std::move(violations)));
  ASSIGN_OR_RETURN(mutation.rules,
                   RulesFor(request.partner_id(), request.rules()));
  domain::ProfileInput input = ToInput(std::move(*request.mutable_profile()));
  if (request.has_external_id()) {
    input.external_id = std::move(*request.mutable_external_id());
  }
  ASSIGN_OR_RETURN(command.profile,
                   domain::ParseProfile(input, mutation.rules, Today()));
  mutation.command = std::move(command);
  return mutation;
}

namespace {

constexpr auto kParseCreate = [](const auto& impl, const Caller& who,
                                 user::v1::CreateUserRequest& from) {
  return impl.ParseCreate(who, from);
};

// A create reads nothing before its append, which never waits for the disk: it
// needs no worker, and is spared the way there. A rehearsal reads.
template <typename Answer, typename ImplPtr>
void RunCreate(const ImplPtr& impl, const Caller& caller,
               user::v1::CreateUserRequest request, Reply<Answer> reply) {
  using Response = user::v1::CreateUserResponse;
  if (request.validate_only()) {
    return RunOnWorker<Response>(impl, caller, std::move(request),
                                 std::move(reply), kParseCreate);
  }
  RunHere<Response>(impl, caller, request, std::move(reply), kParseCreate);
}

}  // namespace

void UserRegister::CreateUser(const Caller& caller,
                              user::v1::CreateUserRequest request,
                              Reply<user::v1::CreateUserResponse> reply) {
  RunCreate(impl_, caller, std::move(request), std::move(reply));
}

void UserRegister::CreateUserBytes(const Caller& caller,
                                   user::v1::CreateUserRequest request,
                                   Reply<SharedBytes> reply) {
  RunCreate(impl_, caller, std::move(request), std::move(reply));
}

void UserRegister::UpdateUser(const Caller& caller,
                              user::v1::UpdateUserRequest request,
                              Reply<user::v1::UpdateUserResponse> reply) {
  const auto parse =
      [](const Impl& impl, const Caller& who,
         user::v1::UpdateUserRequest& from) -> absl::StatusOr<Mutation> {
    ASSIGN_OR_RETURN(Mutation mutation,
                     impl.BeginChange("UpdateUser", who, from));
    ASSIGN_OR_RETURN(mutation.rules,
                     impl.RulesFor(from.partner_id(), from.rules()));
    const domain::ProfileInput input =
        ToInput(std::move(*from.mutable_profile()));
    domain::FieldSet fields = PopulatedFields(input);
    if (from.has_update_mask()) {
      ASSIGN_OR_RETURN(fields, ToFields(from.update_mask()));
    }
    domain::UpdateUser command;
    ASSIGN_OR_RETURN(
        command.patch,
        domain::ParsePatch(input, fields, mutation.rules, impl.Today()));
    mutation.command = std::move(command);
    return mutation;
  };
  RunOnWorker<user::v1::UpdateUserResponse>(impl_, caller, std::move(request),
                                            std::move(reply), parse);
}

void UserRegister::ChangeUserStatus(
    const Caller& caller, user::v1::ChangeUserStatusRequest request,
    Reply<user::v1::ChangeUserStatusResponse> reply) {
  const auto parse = [](const Impl& impl, const Caller& who,
                        const user::v1::ChangeUserStatusRequest& from)
      -> absl::StatusOr<Mutation> {
    Violations violations;
    const auto action = ToAction(from.action());
    if (!action) {
      violations.Add("action", "ONE_OF",
                     "Must be one of: APPROVE, REJECT, SUSPEND, REACTIVATE, "
                     "CLOSE");
    }
    ASSIGN_OR_RETURN(
        Mutation mutation,
        impl.BeginChange("ChangeUserStatus", who, from, std::move(violations)));
    ASSIGN_OR_RETURN(domain::Text reason, domain::ParseReason(from.reason()));
    mutation.command = domain::ChangeStatus{*action, std::move(reason)};
    return mutation;
  };
  RunOnWorker<user::v1::ChangeUserStatusResponse>(
      impl_, caller, std::move(request), std::move(reply), parse);
}

void UserRegister::RecordKycResult(
    const Caller& caller, user::v1::RecordKycResultRequest request,
    Reply<user::v1::RecordKycResultResponse> reply) {
  const auto parse = [](const Impl& impl, const Caller& who,
                        const user::v1::RecordKycResultRequest& from)
      -> absl::StatusOr<Mutation> {
    Violations violations;
    const auto result = ToKycResult(from.result());
    if (!result) {
      violations.Add("result", "ONE_OF",
                     "Must be one of: PENDING, PASSED, FAILED");
    }
    ASSIGN_OR_RETURN(
        Mutation mutation,
        impl.BeginChange("RecordKycResult", who, from, std::move(violations)));
    domain::RecordKycResult command{*result};
    if (!from.reason().empty()) {
      ASSIGN_OR_RETURN(command.reason, domain::ParseReason(from.reason()));
    }
    mutation.command = std::move(command);
    return mutation;
  };
  RunOnWorker<user::v1::RecordKycResultResponse>(
      impl_, caller, std::move(request), std::move(reply), parse);
}

void UserRegister::VerifyEmail(const Caller& caller,
                               user::v1::VerifyEmailRequest request,
                               Reply<user::v1::VerifyEmailResponse> reply) {
  const auto parse =
      [](const Impl& impl, const Caller& who,
         const user::v1::VerifyEmailRequest& from) -> absl::StatusOr<Mutation> {
    Violations violations;
    domain::VerifyEmail command;
    if (from.has_email()) {
      command.email = domain::Email::Parse(from.email());
      if (!command.email) {
        violations.Add("email", "EMAIL", "Must be a valid email address");
      }
    }
    ASSIGN_OR_RETURN(
        Mutation mutation,
        impl.BeginChange("VerifyEmail", who, from, std::move(violations)));
    mutation.command = std::move(command);
    return mutation;
  };
  RunOnWorker<user::v1::VerifyEmailResponse>(impl_, caller, std::move(request),
                                             std::move(reply), parse);
}

namespace {

// The reason of a hold or a release, and the partner where it was left out.
template <typename Impl, typename Request>
absl::StatusOr<Mutation> BeginHold(std::string_view method, const Impl& impl,
                                   const Caller& who, Request& from) {
  if (MayLeaveOutPartner(who, from)) {
    ASSIGN_OR_RETURN(const eventstore::StreamId stream,
                     impl.FindStream(who, "", from.user()));
    from.set_partner_id(stream.tenant.value);
  }
  return impl.BeginChange(method, who, from);
}

}  // namespace

void UserRegister::HoldUser(const Caller& caller,
                            user::v1::HoldUserRequest request,
                            Reply<user::v1::HoldUserResponse> reply) {
  const auto parse =
      [](const Impl& impl, const Caller& who,
         user::v1::HoldUserRequest& from) -> absl::StatusOr<Mutation> {
    ASSIGN_OR_RETURN(Mutation mutation, BeginHold("HoldUser", impl, who, from));
    ASSIGN_OR_RETURN(domain::Text reason, domain::ParseReason(from.reason()));
    mutation.command = domain::HoldUser{std::move(reason)};
    return mutation;
  };
  RunOnWorker<user::v1::HoldUserResponse>(impl_, caller, std::move(request),
                                          std::move(reply), parse);
}

void UserRegister::ReleaseUser(const Caller& caller,
                               user::v1::ReleaseUserRequest request,
                               Reply<user::v1::ReleaseUserResponse> reply) {
  const auto parse =
      [](const Impl& impl, const Caller& who,
         user::v1::ReleaseUserRequest& from) -> absl::StatusOr<Mutation> {
    ASSIGN_OR_RETURN(Mutation mutation,
                     BeginHold("ReleaseUser", impl, who, from));
    domain::ReleaseUser command;
    if (!from.reason().empty()) {
      ASSIGN_OR_RETURN(command.reason, domain::ParseReason(from.reason()));
    }
    mutation.command = std::move(command);
    return mutation;
  };
  RunOnWorker<user::v1::ReleaseUserResponse>(impl_, caller, std::move(request),
                                             std::move(reply), parse);
}

}  // namespace rollbook::services
