#ifndef ROLLBOOK_CLI_COMMAND_H_
#define ROLLBOOK_CLI_COMMAND_H_

#include <google/protobuf/timestamp.pb.h>

#include <CLI/CLI.hpp>
#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cli/session.h"

// How a command hooks into the command line. A group of commands is a file in
// cli/commands with one Add…Commands function, listed in commands/commands.h.
namespace rollbook::cli {

// A group ("user") that does nothing itself: one of its commands must follow.
CLI::App& AddGroup(CLI::App& root, const std::string& name,
                   const std::string& help, const std::string& examples);

// One command. `examples` are whole lines for the end of its --help.
CLI::App& AddCommand(CLI::App& group, const std::string& name,
                     const std::string& help, const std::string& examples);

// Lets the session run `run(flags, session)` when the command line names
// `command`. The flags live as long as the action.
template <typename Flags>
void OnSelected(CLI::App& command, Session& session,
                std::shared_ptr<Flags> flags,
                Outcome (*run)(const Flags&, Session&)) {
  command.callback([&session, flags, run] {
    session.set_action([flags, run](Session& s) { return run(*flags, s); });
  });
}

// The value of a flag that takes a time, or how long ago it was.
absl::StatusOr<google::protobuf::Timestamp> TimeFlag(const std::string& flag,
                                                     const std::string& text,
                                                     absl::Time now);

// An option whose value is a duration ("24h"); anything else is a usage error.
CLI::Option* AddDuration(CLI::App& command, const std::string& name,
                         absl::Duration& value, const std::string& help);

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_COMMAND_H_
