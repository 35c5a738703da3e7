#include "cli/commands/user_flags.h"

#include <nlohmann/json.hpp>

#include "cli/command.h"
#include "cli/failure.h"
#include "cli/render_user.h"

namespace rollbook::cli {

void AddUserFlags(CLI::App& command, UserFlags& flags) {
  command.add_option("USER_ID", flags.user_id, "Rollbook's id of the user");
  command.add_option("--external_id", flags.external_id,
                     "The partner's own id of the user, with --partner");
  command.add_option("--partner", flags.partner, "The user's partner");
}

absl::Status CheckUserFlags(const UserFlags& flags) {
  if (flags.user_id.empty() == flags.external_id.empty()) {
    return UsageError("name the user by USER_ID or by --external_id");
  }
  if (flags.partner.empty() && !flags.external_id.empty()) {
    return UsageError("--external_id needs --partner");
  }
  return absl::OkStatus();
}

void AddRequestId(CLI::App& command, MutationFlags& flags) {
  command.add_option("--request_id", flags.request_id,
                     "A UUID: repeating the command with it changes nothing "
                     "twice");
}

void AddMutationFlags(CLI::App& command, MutationFlags& flags) {
  AddRequestId(command, flags);
  command.add_option("--expected_version", flags.expected_version,
                     "Refuse when the user is at another version");
}

void PrintUser(const user::v1::User& user, Session& session) {
  session.output().Print(UserJson(user),
                         [&](std::ostream& out) { WriteUser(user, out); });
}

}  // namespace rollbook::cli
