#ifndef ROLLBOOK_CLI_COMMANDS_AUDIT_COMMANDS_H_
#define ROLLBOOK_CLI_COMMANDS_AUDIT_COMMANDS_H_

namespace CLI {
class App;
}

namespace rollbook::cli {

class Session;

// `history`, which is a command of `user` and of `audit`.
void AddHistoryCommand(CLI::App& group, Session& session);

// The parts of the group `audit`.
void AddAccessCommand(CLI::App& group, Session& session);
void AddTimeTravelCommands(CLI::App& group, Session& session);
void AddProofCommands(CLI::App& group, Session& session);
void AddVerifyCommand(CLI::App& group, Session& session);

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_COMMANDS_AUDIT_COMMANDS_H_
