#include "base/status_macros.h"
#include "cli/client.h"
#include "cli/command.h"
#include "cli/commands/user_commands.h"
#include "cli/commands/user_flags.h"
#include "cli/message_json.h"

namespace rollbook::cli {
namespace {

// The value of a choice that the parser has already checked.
template <typename Enum>
Enum Chosen(const std::string& name) {
  const auto* type = google::protobuf::GetEnumDescriptor<Enum>();
  const auto* value = EnumByName(*type, name);
  return static_cast<Enum>(value == nullptr ? 0 : value->number());
}

struct StatusFlags {
  UserFlags user;
  std::string action;
  std::string reason;
  MutationFlags mutation;
};

Outcome ChangeStatus(const StatusFlags& flags, Session& session) {
  user::v1::ChangeUserStatusRequest request;
  RETURN_IF_ERROR(NameUser(flags.user, request));
  request.set_action(Chosen<user::v1::StatusAction>(flags.action));
  request.set_reason(flags.reason);
  SetMutation(flags.mutation, request);
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  ASSIGN_OR_RETURN(
      const auto response,
      client->Call(client->users(), &UserStub::ChangeUserStatus, request));
  PrintUser(response.user(), session);
  return ExitCode::kOk;
}

void AddStatus(CLI::App& group, Session& session) {
  auto flags = std::make_shared<StatusFlags>();
  CLI::App& command = AddCommand(
      group, "status", "Approve, reject, suspend, reactivate or close a user",
      "  rollbook user status USER_ID --partner acme --action approve "
      "--reason 'documents checked'");
  AddUserFlags(command, flags->user);
  command
      .add_option("--action", flags->action,
                  "approve, reject, suspend, reactivate or close")
      ->check(CLI::IsMember(
          {"approve", "reject", "suspend", "reactivate", "close"}))
      ->required();
  command.add_option("--reason", flags->reason, "Why; kept in the history")
      ->required();
  AddMutationFlags(command, flags->mutation);
  OnSelected<StatusFlags>(command, session, flags, ChangeStatus);
}

struct KycFlags {
  UserFlags user;
  std::string result;
  std::string reason;
  MutationFlags mutation;
};

Outcome RecordKyc(const KycFlags& flags, Session& session) {
  user::v1::RecordKycResultRequest request;
  RETURN_IF_ERROR(NameUser(flags.user, request));
  request.set_result(Chosen<user::v1::KycStatus>(flags.result));
  request.set_reason(flags.reason);
  SetMutation(flags.mutation, request);
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  ASSIGN_OR_RETURN(
      const auto response,
      client->Call(client->users(), &UserStub::RecordKycResult, request));
  PrintUser(response.user(), session);
  return ExitCode::kOk;
}

void AddKyc(CLI::App& group, Session& session) {
  auto flags = std::make_shared<KycFlags>();
  CLI::App& command = AddCommand(
      group, "kyc", "Record the outcome of a know-your-customer check",
      "  rollbook user kyc USER_ID --partner acme --result passed");
  AddUserFlags(command, flags->user);
  command.add_option("--result", flags->result, "passed, failed or pending")
      ->check(CLI::IsMember({"passed", "failed", "pending"}))
      ->required();
  command.add_option("--reason", flags->reason, "Kept in the history");
  AddMutationFlags(command, flags->mutation);
  OnSelected<KycFlags>(command, session, flags, RecordKyc);
}

struct VerifyFlags {
  UserFlags user;
  std::string email;
  MutationFlags mutation;
};

Outcome VerifyEmail(const VerifyFlags& flags, Session& session) {
  user::v1::VerifyEmailRequest request;
  RETURN_IF_ERROR(NameUser(flags.user, request));
  if (!flags.email.empty()) request.set_email(flags.email);
  SetMutation(flags.mutation, request);
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  ASSIGN_OR_RETURN(
      const auto response,
      client->Call(client->users(), &UserStub::VerifyEmail, request));
  PrintUser(response.user(), session);
  return ExitCode::kOk;
}

void AddVerifyEmail(CLI::App& group, Session& session) {
  auto flags = std::make_shared<VerifyFlags>();
  CLI::App& command = AddCommand(
      group, "verify_email", "Mark a user's e-mail address as verified",
      "  rollbook user verify_email USER_ID --partner acme "
      "--email jane.doe@example.com");
  AddUserFlags(command, flags->user);
  command.add_option("--email", flags->email,
                     "The address that was verified; refused when the user "
                     "has another one by now");
  AddMutationFlags(command, flags->mutation);
  OnSelected<VerifyFlags>(command, session, flags, VerifyEmail);
}

}  // namespace

void AddUserStatusCommands(CLI::App& group, Session& session) {
  AddStatus(group, session);
  AddKyc(group, session);
  AddVerifyEmail(group, session);
}

}  // namespace rollbook::cli
