#include "cli/command.h"

#include "cli/failure.h"
#include "cli/times.h"

namespace rollbook::cli {

CLI::App& AddGroup(CLI::App& root, const std::string& name,
                   const std::string& help, const std::string& examples) {
  CLI::App& group = AddCommand(root, name, help, examples);
  group.require_subcommand(1);
  return group;
}

CLI::App& AddCommand(CLI::App& group, const std::string& name,
                     const std::string& help, const std::string& examples) {
  CLI::App* command = group.add_subcommand(name, help);
  command->footer("Examples:\n" + examples);
  return *command;
}

absl::StatusOr<google::protobuf::Timestamp> TimeFlag(const std::string& flag,
                                                     const std::string& text,
                                                     absl::Time now) {
  const auto time = ParseTimeOrAgo(text, now);
  if (!time) {
    return UsageError(flag + " '" + text +
                      "' is neither a time (2026-03-13T12:00:00Z) nor a "
                      "duration (15m)");
  }
  return ToProto(*time);
}

CLI::Option* AddDuration(CLI::App& command, const std::string& name,
                         absl::Duration& value, const std::string& help) {
  const auto read = [&value](const std::string& text) {
    const auto parsed = ParseDuration(text);
    if (parsed) value = *parsed;
    return parsed.has_value();
  };
  return command
      .add_option_function<std::string>(
          name,
          [name, read](const std::string& text) {
            if (!read(text)) {
              throw CLI::ValidationError(
                  name, "'" + text +
                            "' is no duration; write it like 90s, "
                            "15m, 24h or 7d");
            }
          },
          help)
      ->type_name("DURATION");
}

}  // namespace rollbook::cli
