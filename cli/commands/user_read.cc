#include <nlohmann/json.hpp>
#include <ostream>

#include "base/status_macros.h"
#include "cli/client.h"
#include "cli/command.h"
#include "cli/commands/audit_commands.h"
#include "cli/commands/user_commands.h"
#include "cli/commands/user_flags.h"
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
  // 0: all.
  uint64_t max = 0;
};

Outcome List(const ListFlags& flags, Session& session) {
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  user::v1::ListUsersRequest request;
  request.set_partner_id(flags.partner);
  request.set_page_size(kUsersPerPage);
  Output& output = session.output();
  uint64_t shown = 0;
  output.BeginList();
  do {
    ASSIGN_OR_RETURN(
        const auto page,
        client->Call(client->users(), &UserStub::ListUsers, request));
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
  return ExitCode::kOk;
}

void AddList(CLI::App& group, Session& session) {
  auto flags = std::make_shared<ListFlags>();
  CLI::App& command = AddCommand(
      group, "list", "A partner's users in the order of their creation",
      "  rollbook user list --partner acme --max 20");
  command.add_option("--partner", flags->partner, "The partner")->required();
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
