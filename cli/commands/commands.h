#ifndef ROLLBOOK_CLI_COMMANDS_COMMANDS_H_
#define ROLLBOOK_CLI_COMMANDS_COMMANDS_H_

#include <array>

// The list of command groups. A new group is a file beside this one, a line
// here, and a section in docs/cli.md.
namespace CLI {
class App;
}

namespace rollbook::cli {

class Session;

void AddPartnerCommands(CLI::App& root, Session& session);
void AddKeyCommands(CLI::App& root, Session& session);
void AddUserCommands(CLI::App& root, Session& session);
void AddAuditCommands(CLI::App& root, Session& session);
void AddLogCommands(CLI::App& root, Session& session);
void AddProjectionCommands(CLI::App& root, Session& session);
void AddStatsCommands(CLI::App& root, Session& session);
void AddBackupCommands(CLI::App& root, Session& session);
void AddStatusCommand(CLI::App& root, Session& session);
void AddSignCommand(CLI::App& root, Session& session);

// What an answer of a projection that is degraded is followed by, on standard
// error.
void WarnOfDegraded(Session& session);

using AddCommands = void (*)(CLI::App& root, Session& session);

// In the order in which --help names them.
inline constexpr std::array<AddCommands, 10> kCommandGroups = {
    AddStatusCommand, AddPartnerCommands, AddKeyCommands, AddUserCommands,
    AddAuditCommands, AddLogCommands,     AddSignCommand, AddProjectionCommands,
    AddStatsCommands, AddBackupCommands};

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_COMMANDS_COMMANDS_H_
