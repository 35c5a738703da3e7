#include "cli/command.h"
#include "cli/commands/audit_commands.h"
#include "cli/commands/commands.h"

namespace rollbook::cli {

void AddAuditCommands(CLI::App& root, Session& session) {
  CLI::App& group = AddGroup(root, "audit", "The history, for auditors",
                             "  rollbook audit history USER_ID\n"
                             "  rollbook audit at USER_ID --version 3\n"
                             "  rollbook audit diff USER_ID --from 1 --to 3");
  AddHistoryCommand(group, session);
  AddTimeTravelCommands(group, session);
  AddProofCommands(group, session);
  AddVerifyCommand(group, session);
  AddAccessCommand(group, session);
}

}  // namespace rollbook::cli
