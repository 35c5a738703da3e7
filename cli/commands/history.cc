#include <nlohmann/json.hpp>
#include <ostream>
#include <vector>

#include "base/status_macros.h"
#include "cli/client.h"
#include "cli/command.h"
#include "cli/commands/audit_commands.h"
#include "cli/commands/user_flags.h"
#include "cli/render_event.h"

namespace rollbook::cli {
namespace {

struct HistoryFlags {
  UserFlags user;
  uint64_t from_version = 0;
};

// A user's history is short; it is shown whole or not at all.
absl::StatusOr<std::vector<audit::v1::Event>> ReadHistory(
    const HistoryFlags& flags, Client& client) {
  audit::v1::ListUserEventsRequest request;
  RETURN_IF_ERROR(NameAuditedUser(flags.user, request));
  request.set_from_version(flags.from_version);
  grpc::ClientContext context;
  client.SetDeadline(context);
  const auto reader = client.audit().ListUserEvents(&context, request);
  std::vector<audit::v1::Event> events;
  audit::v1::ListUserEventsResponse part;
  while (reader->Read(&part)) {
    events.insert(events.end(), part.events().begin(), part.events().end());
  }
  RETURN_IF_ERROR(client.ToStatus(reader->Finish()));
  return events;
}

Outcome History(const HistoryFlags& flags, Session& session) {
  RETURN_IF_ERROR(CheckUserFlags(flags.user));
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  ASSIGN_OR_RETURN(const auto events, ReadHistory(flags, *client));
  Output& output = session.output();
  output.BeginList();
  for (const audit::v1::Event& event : events) {
    output.Item(HistoryJson(event),
                [&](std::ostream& out) { WriteHistoryEntry(event, out); });
  }
  output.EndList();
  return ExitCode::kOk;
}

}  // namespace

void AddHistoryCommand(CLI::App& group, Session& session) {
  auto flags = std::make_shared<HistoryFlags>();
  const std::string name = "  rollbook " + group.get_name() + " history ";
  CLI::App& command = AddCommand(
      group, "history", "A user's events, oldest first",
      name + "USER_ID\n" + name +
          "--partner acme --external_id partner-user-42 --output json");
  AddUserFlags(command, flags->user);
  command.add_option("--from_version", flags->from_version,
                     "Start at this version");
  OnSelected<HistoryFlags>(command, session, flags, History);
}

}  // namespace rollbook::cli
