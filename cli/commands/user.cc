#include "cli/command.h"
#include "cli/commands/commands.h"
#include "cli/commands/user_commands.h"

namespace rollbook::cli {

void AddUserCommands(CLI::App& root, Session& session) {
  CLI::App& group = AddGroup(
      root, "user", "The users of a partner",
      "  rollbook user get --partner acme --external_id partner-user-42\n"
      "  rollbook user history USER_ID --partner acme\n"
      "  rollbook user import users.jsonl --partner acme");
  AddUserReadCommands(group, session);
  AddUserWriteCommands(group, session);
  AddUserStatusCommands(group, session);
  AddUserEraseCommands(group, session);
  AddUserExportCommand(group, session);
  AddUserImportCommand(group, session);
}

}  // namespace rollbook::cli
