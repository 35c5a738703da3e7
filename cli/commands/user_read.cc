#include <nlohmann/json.hpp>
#include <ostream>

#include "base/status_macros.h"
#include "cli/client.h"
#include "cli/command.h"
#include "cli/commands/audit_commands.h"
#include "cli/commands/commands.h"
#include "cli/commands/user_commands.h"
#include "cli/commands/user_flags.h"
#include "cli/failure.h"
#include "cli/message_json.h"
#include "cli/render_user.h"

namespace rollbook::cli {
namespace {

constexpr int kUsersPerPage = 1000;

Outcome Get(const UserFlags& flags, Session& session) {
  user::v1::GetUserRequest request;
  RETURN_IF_ERROR(NameUser(flags, request));
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  ASSIGN_OR_RETURN(const auto response,
                   client->Call(client->users(), &UserStub::GetUser, request));
  PrintUser(response.user(), session);
  return ExitCode::kOk;
}

void AddGet(CLI::App& group, Session& session) {
  auto flags = std::make_shared<UserFlags>();
  CLI::App& command = AddCommand(
      group, "get", "A user's current state",
      "  rollbook user get USER_ID\n"
      "  rollbook user get --partner acme --external_id partner-user-42");
  AddUserFlags(command, *flags);
  OnSelected<UserFlags>(command, session, flags, Get);
}

struct ListFlags {
  std::string partner;
  std::string status;
  std::string created_from;
  std::string created_to;
  // 0: all.
  uint64_t max = 0;
};

absl::StatusOr<user::v1::ListUsersRequest> ToRequest(const ListFlags& flags,
                                                     absl::Time now) {
  user::v1::ListUsersRequest request;
  request.set_partner_id(flags.partner);
  request.set_page_size(kUsersPerPage);
  if (!flags.status.empty()) {
    const auto* const status =
        EnumByName(*user::v1::UserStatus_descriptor(), flags.status);
    if (status == nullptr) {
      return UsageError("--status " + flags.status + " is not a status");
    }
    request.set_status(user::v1::UserStatus(status->number()));
  }
  if (!flags.created_from.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_created_from(),
                     TimeFlag("--created_from", flags.created_from, now));
  }
  if (!flags.created_to.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_created_to(),
                     TimeFlag("--created_to", flags.created_to, now));
  }
  return request;
}

Outcome List(const ListFlags& flags, Session& session) {
  ASSIGN_OR_RETURN(auto request, ToRequest(flags, session.clock().Now()));
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  Output& output = session.output();
  uint64_t shown = 0;
  bool degraded = false;
  output.BeginList();
  do {
    ASSIGN_OR_RETURN(
        const auto page,
        client->Call(client->users(), &UserStub::ListUsers, request));
    degraded = degraded || page.degraded();
    for (const user::v1::User& user : page.users()) {
      if (flags.max != 0 && shown == flags.max) break;
      output.Item(UserJson(user),
                  [&](std::ostream& out) { WriteUserLine(user, out); });
      ++shown;
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty() &&
           (flags.max == 0 || shown < flags.max));
  output.EndList();
  if (degraded) WarnOfDegraded(session);
  return ExitCode::kOk;
}

void AddList(CLI::App& group, Session& session) {
  auto flags = std::make_shared<ListFlags>();
  CLI::App& command = AddCommand(
      group, "list", "A partner's users in the order of their creation",
      "  rollbook user list --partner acme --max 20\n"
      "  rollbook user list --partner acme --status active "
      "--created_from 7d");
  command.add_option("--partner", flags->partner, "The partner")->required();
  command.add_option("--status", flags->status,
                     "Only those who are pending_compliance, active, rejected, "
                     "suspended or closed");
  command.add_option("--created_from", flags->created_from,
                     "Only those created at this time or later: RFC 3339, or "
                     "how long ago");
  command.add_option("--created_to", flags->created_to,
                     "Only those created before this time");
  command.add_option("--max", flags->max, "Stop after this many");
  OnSelected<ListFlags>(command, session, flags, List);
}

}  // namespace

void AddUserReadCommands(CLI::App& group, Session& session) {
  AddGet(group, session);
  AddHistoryCommand(group, session);
  AddList(group, session);
}

}  // namespace rollbook::cli
