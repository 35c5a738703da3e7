#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

#include "base/status_macros.h"
#include "cli/client.h"
#include "cli/command.h"
#include "cli/commands/audit_commands.h"
#include "cli/message_json.h"
#include "cli/text.h"
#include "cli/times.h"

namespace rollbook::cli {
namespace {

struct AccessFlags {
  std::string since;
  std::string until;
  std::string actor;
};

// {"position","time","type","actor"} and the members of the access.
Json AccessJson(const audit::v1::Event& event) {
  Json json = {{"position", PositionJson(event.position())},
               {"time", Rfc3339(event.time())},
               {"type", event.type()},
               {"actor", event.actor()}};
  const Json access = MessageJson(event.access_event());
  for (const auto& [name, value] : access.items()) json[name] = value;
  return json;
}

void WriteAccess(const audit::v1::Event& event, std::ostream& out) {
  const audit::v1::AccessEvent& access = event.access_event();
  out << Rfc3339(event.time()) << "  " << Padded(event.type(), 16)
      << Padded(access.method(), 16) << Printable(event.actor());
  if (!access.partner_id().empty()) out << "  " << access.partner_id();
  if (!access.user_id().empty()) {
    out << (access.partner_id().empty() ? "  " : "/") << access.user_id();
  }
  if (access.records() > 0) {
    out << "  " << access.records() << " records, positions "
        << access.first_position().number() << " to "
        << access.last_position().number();
  }
  if (!access.outcome().empty()) out << "  " << access.outcome();
  out << '\n';
}

Outcome Access(const AccessFlags& flags, Session& session) {
  audit::v1::ListAccessRequest request;
  const absl::Time now = session.clock().Now();
  if (!flags.since.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_from_time(),
                     TimeFlag("--since", flags.since, now));
  }
  if (!flags.until.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_to_time(),
                     TimeFlag("--until", flags.until, now));
  }
  request.set_actor(flags.actor);
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  grpc::ClientContext context;
  const auto reader = client->audit().ListAccess(&context, request);
  Output& output = session.output();
  output.BeginList();
  for (audit::v1::ListAccessResponse part; reader->Read(&part);) {
    for (const audit::v1::Event& event : part.events()) {
      output.Item(AccessJson(event),
                  [&](std::ostream& out) { WriteAccess(event, out); });
    }
  }
  output.EndList();
  RETURN_IF_ERROR(client->ToStatus(reader->Finish()));
  return ExitCode::kOk;
}

}  // namespace

void AddAccessCommand(CLI::App& group, Session& session) {
  auto flags = std::make_shared<AccessFlags>();
  CLI::App& command = AddCommand(
      group, "access", "Who read the history, what of it, and when",
      "  rollbook audit access --since 24h\n"
      "  rollbook audit access --actor auditor:ann.example --output json");
  command.add_option("--since", flags->since,
                     "From this time on (RFC 3339), or this long ago (15m)");
  command.add_option("--until", flags->until, "Before this time");
  command.add_option("--actor", flags->actor, "Only this caller's");
  OnSelected<AccessFlags>(command, session, flags, Access);
}

}  // namespace rollbook::cli
