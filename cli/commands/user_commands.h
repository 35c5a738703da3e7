#ifndef ROLLBOOK_CLI_COMMANDS_USER_COMMANDS_H_
#define ROLLBOOK_CLI_COMMANDS_USER_COMMANDS_H_

namespace CLI {
class App;
}

namespace rollbook::cli {

class Session;

// The parts of the group `user`.
void AddUserReadCommands(CLI::App& group, Session& session);
void AddUserWriteCommands(CLI::App& group, Session& session);
void AddUserStatusCommands(CLI::App& group, Session& session);
void AddUserEraseCommands(CLI::App& group, Session& session);
void AddUserExportCommand(CLI::App& group, Session& session);
void AddUserImportCommand(CLI::App& group, Session& session);

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_COMMANDS_USER_COMMANDS_H_
