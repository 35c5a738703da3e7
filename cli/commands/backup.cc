#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

#include "base/status_macros.h"
#include "cli/client.h"
#include "cli/command.h"
#include "cli/commands/commands.h"
#include "cli/message_json.h"
#include "cli/text.h"
#include "cli/times.h"

namespace rollbook::cli {
namespace {

struct CreateFlags {
  std::string name;
};

Json BackupJson(const admin::v1::CreateBackupResponse& backup) {
  Json json = {{"directory", backup.directory()},
               {"position", PositionJson(backup.position())},
               {"bytes", backup.bytes()}};
  if (backup.has_time()) json["time"] = Rfc3339(backup.time());
  return json;
}

void WriteBackup(const admin::v1::CreateBackupResponse& backup,
                 std::ostream& out) {
  WriteLine(out, "directory", Printable(backup.directory()));
  WriteLine(out, "position", ToText(PositionJson(backup.position())));
  if (backup.has_time()) {
    WriteLine(out, "last record", Rfc3339(backup.time()));
  }
  WriteLine(out, "bytes", std::to_string(backup.bytes()));
}

Outcome Create(const CreateFlags& flags, Session& session) {
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  admin::v1::CreateBackupRequest request;
  request.set_name(flags.name);
  ASSIGN_OR_RETURN(const auto backup,
                   client->CallPatiently(client->admin(),
                                         &AdminStub::CreateBackup, request));
  session.output().Print(BackupJson(backup),
                         [&](std::ostream& out) { WriteBackup(backup, out); });
  return ExitCode::kOk;
}

}  // namespace

void AddBackupCommands(CLI::App& root, Session& session) {
  CLI::App& group = AddGroup(root, "backup", "Copies of the store",
                             "  rollbook backup create");
  auto flags = std::make_shared<CreateFlags>();
  CLI::App& create = AddCommand(
      group, "create",
      "Makes one on the service's machine while it runs, and opens and checks "
      "it; whoever has it and the master key has everything",
      "  rollbook backup create\n"
      "  rollbook backup create before-the-move --output json");
  create.add_option("NAME", flags->name,
                    "Of the directory below the service's --backup_dir; "
                    "default: the time");
  OnSelected<CreateFlags>(create, session, flags, Create);
}

}  // namespace rollbook::cli
