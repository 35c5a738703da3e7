#include <nlohmann/json.hpp>
#include <ostream>

#include "base/status_macros.h"
#include "cli/client.h"
#include "cli/command.h"
#include "cli/commands/user_commands.h"
#include "cli/commands/user_flags.h"
#include "cli/files.h"
#include "cli/render_export.h"

namespace rollbook::cli {
namespace {

struct ExportFlags {
  UserFlags user;
  std::string out;
  std::string html;
};

absl::StatusOr<audit::v1::ExportUserResponse> ReadExport(
    const ExportFlags& flags, Client& client) {
  audit::v1::ExportUserRequest request;
  RETURN_IF_ERROR(NameAuditedUser(flags.user, request));
  grpc::ClientContext context;
  client.SetDeadline(context);
  const auto reader = client.audit().ExportUser(&context, request);
  audit::v1::ExportUserResponse whole;
  audit::v1::ExportUserResponse part;
  while (reader->Read(&part)) whole.MergeFrom(part);
  RETURN_IF_ERROR(client.ToStatus(reader->Finish()));
  return whole;
}

Outcome Export(const ExportFlags& flags, Session& session) {
  RETURN_IF_ERROR(CheckUserFlags(flags.user));
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  ASSIGN_OR_RETURN(const auto whole, ReadExport(flags, *client));
  if (!flags.html.empty()) {
    RETURN_IF_ERROR(ReplaceFile(flags.html, ExportPage(whole)));
  }
  const Json json = ExportJson(whole);
  if (!flags.out.empty()) {
    RETURN_IF_ERROR(ReplaceFile(flags.out, ToText(json) + "\n"));
  } else {
    session.output().Print(
        json, [&](std::ostream& out) { out << ToText(json) << '\n'; });
  }
  return ExitCode::kOk;
}

}  // namespace

void AddUserExportCommand(CLI::App& group, Session& session) {
  auto flags = std::make_shared<ExportFlags>();
  CLI::App& command = AddCommand(
      group, "export",
      "Everything that is held about a person, history included, for the "
      "person",
      "  rollbook user export USER_ID > jane.json\n"
      "  rollbook user export USER_ID --out jane.json --html jane.html");
  AddUserFlags(command, flags->user);
  command.add_option("--out", flags->out,
                     "Write the JSON to this file (mode 0600)");
  command.add_option("--html", flags->html,
                     "Write a readable page to this file (mode 0600)");
  OnSelected<ExportFlags>(command, session, flags, Export);
}

}  // namespace rollbook::cli
