#include <map>
#include <nlohmann/json.hpp>

#include "base/status_macros.h"
#include "cli/client.h"
#include "cli/command.h"
#include "cli/commands/user_commands.h"
#include "cli/commands/user_flags.h"
#include "cli/failure.h"
#include "cli/files.h"
#include "cli/user_json.h"

namespace rollbook::cli {
namespace {

// A profile as a JSON file, as a flag per member, or as both: flags win.
struct ProfileFlags {
  std::string json_file;
  // By the members' JSON names.
  std::map<std::string, std::string> members;
};

constexpr char kBooleanMember[] = "isCiroAffiliate";

void AddProfileFlags(CLI::App& command, ProfileFlags& flags) {
  const std::string group = "Profile";
  command
      .add_option("--json", flags.json_file,
                  "A file with a JSON object of the members below in "
                  "lowerCamelCase; - reads standard input")
      ->group(group);
  for (const ProfileMember& member : ProfileMembers()) {
    const std::string name(member.json);
    command
        .add_option_function<std::string>(
            "--" + std::string(member.flag),
            [&flags, name](const std::string& value) {
              flags.members[name] = value;
            },
            std::string(member.help))
        ->group(group);
  }
}

absl::StatusOr<ParsedUser> ReadProfile(const ProfileFlags& flags,
                                       Session& session) {
  Json object = Json::object();
  if (!flags.json_file.empty()) {
    ASSIGN_OR_RETURN(const std::string text,
                     ReadFileOrInput(flags.json_file, session.in()));
    ASSIGN_OR_RETURN(object, ParseObject(text));
  }
  for (const auto& [name, value] : flags.members) {
    const bool boolean =
        name == kBooleanMember && (value == "true" || value == "false");
    object[name] = boolean ? Json(value == "true") : Json(value);
  }
  return ParseUser(object, {});
}

struct CreateFlags {
  std::string partner;
  std::string external_id;
  bool active = false;
  bool validate_only = false;
  ProfileFlags profile;
  MutationFlags mutation;
};

Outcome Create(const CreateFlags& flags, Session& session) {
  ASSIGN_OR_RETURN(const ParsedUser parsed,
                   ReadProfile(flags.profile, session));
  user::v1::CreateUserRequest request;
  request.set_partner_id(flags.partner);
  if (parsed.external_id) request.set_external_id(*parsed.external_id);
  if (!flags.external_id.empty()) request.set_external_id(flags.external_id);
  *request.mutable_profile() = parsed.profile;
  request.set_initial_status(flags.active ? user::v1::USER_STATUS_ACTIVE
                                          : parsed.status);
  request.set_validate_only(flags.validate_only);
  request.set_request_id(flags.mutation.request_id);
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  ASSIGN_OR_RETURN(
      const auto response,
      client->Call(client->users(), &UserStub::CreateUser, request));
  PrintUser(response.user(), session);
  return ExitCode::kOk;
}

void AddCreate(CLI::App& group, Session& session) {
  auto flags = std::make_shared<CreateFlags>();
  CLI::App& command = AddCommand(
      group, "create", "Create a user",
      "  rollbook user create --partner acme --external_id partner-user-42 \\\n"
      "      --email jane.doe@example.com --first_name Jane --last_name Doe\n"
      "  rollbook user create --partner acme --json user.json");
  command.add_option("--partner", flags->partner, "The partner")->required();
  command.add_option("--external_id", flags->external_id,
                     "The partner's own id of the user");
  command.add_flag("--active", flags->active,
                   "Start as active instead of pending compliance");
  command.add_flag("--validate_only", flags->validate_only,
                   "Check everything, create nothing");
  AddProfileFlags(command, flags->profile);
  AddRequestId(command, flags->mutation);
  OnSelected<CreateFlags>(command, session, flags, Create);
}

struct UpdateFlags {
  UserFlags user;
  std::vector<std::string> clear;
  ProfileFlags profile;
  MutationFlags mutation;
};

// The mask path of a member that --clear names by its flag or JSON name.
absl::StatusOr<std::string> PathOfMember(const std::string& name) {
  for (const ProfileMember& member : ProfileMembers()) {
    if (member.flag == name || member.json == name || member.path == name) {
      return std::string(member.path);
    }
  }
  return UsageError("--clear " + name + ": no such member of a profile");
}

Outcome Update(const UpdateFlags& flags, Session& session) {
  user::v1::UpdateUserRequest request;
  RETURN_IF_ERROR(NameUser(flags.user, request));
  ASSIGN_OR_RETURN(const ParsedUser parsed,
                   ReadProfile(flags.profile, session));
  *request.mutable_profile() = parsed.profile;
  // A mask that is there but empty would mean "everything in `profile`".
  for (const std::string& path : parsed.present) {
    request.mutable_update_mask()->add_paths(path);
  }
  for (const std::string& name : flags.clear) {
    ASSIGN_OR_RETURN(const std::string path, PathOfMember(name));
    request.mutable_update_mask()->add_paths(path);
  }
  if (request.update_mask().paths().empty()) {
    return UsageError("name at least one member to change");
  }
  SetMutation(flags.mutation, request);
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  ASSIGN_OR_RETURN(
      const auto response,
      client->Call(client->users(), &UserStub::UpdateUser, request));
  PrintUser(response.user(), session);
  return ExitCode::kOk;
}

void AddUpdate(CLI::App& group, Session& session) {
  auto flags = std::make_shared<UpdateFlags>();
  CLI::App& command = AddCommand(
      group, "update", "Change a user's profile; the rest stays as it is",
      "  rollbook user update USER_ID --partner acme --city Ottawa\n"
      "  rollbook user update USER_ID --partner acme --clear "
      "occupation,address_line2");
  AddUserFlags(command, flags->user);
  command.add_option("--clear", flags->clear, "Members to remove: a,b")
      ->delimiter(',')
      ->allow_extra_args(false);
  AddProfileFlags(command, flags->profile);
  AddMutationFlags(command, flags->mutation);
  OnSelected<UpdateFlags>(command, session, flags, Update);
}

}  // namespace

void AddUserWriteCommands(CLI::App& group, Session& session) {
  AddCreate(group, session);
  AddUpdate(group, session);
}

}  // namespace rollbook::cli
