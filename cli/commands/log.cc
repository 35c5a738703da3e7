#include <nlohmann/json.hpp>
#include <optional>
#include <ostream>
#include <string>
#include <vector>

#include "base/status_macros.h"
#include "cli/client.h"
#include "cli/command.h"
#include "cli/commands/commands.h"
#include "cli/render_event.h"

namespace rollbook::cli {
namespace {

struct TailFlags {
  std::optional<uint64_t> after;
  std::string since;
  bool follow = false;
  std::string partner;
  std::vector<std::string> types;
  std::optional<uint64_t> to;
  std::string until;
  uint64_t max = 0;
};

absl::StatusOr<audit::v1::ReadLogRequest> ToRequest(const TailFlags& flags,
                                                    absl::Time now) {
  audit::v1::ReadLogRequest request;
  if (flags.after) {
    request.mutable_after()->set_number(*flags.after);
  } else if (!flags.since.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_from_time(),
                     TimeFlag("--since", flags.since, now));
  }
  if (flags.to) {
    request.mutable_to_position()->set_number(*flags.to);
  } else if (!flags.until.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_to_time(),
                     TimeFlag("--until", flags.until, now));
  }
  request.mutable_types()->Assign(flags.types.begin(), flags.types.end());
  request.set_follow(flags.follow);
  request.set_partner_id(flags.partner);
  request.set_max_events(flags.max);
  return request;
}

void PrintEvents(const audit::v1::ReadLogResponse& part, Output& output) {
  for (const audit::v1::Event& event : part.events()) {
    output.Print(LogJson(event),
                 [&](std::ostream& out) { WriteLogLine(event, out); });
  }
  // Whoever follows wants to see it now.
  output.Flush();
}

Outcome Tail(const TailFlags& flags, Session& session) {
  ASSIGN_OR_RETURN(const auto request, ToRequest(flags, session.clock().Now()));
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  grpc::ClientContext context;
  const auto reader = client->audit().ReadLog(&context, request);
  audit::v1::ReadLogResponse part;
  uint64_t read_to = 0;
  while (reader->Read(&part)) {
    PrintEvents(part, session.output());
    if (part.has_read_to()) read_to = part.read_to().number();
  }
  const absl::Status status = client->ToStatus(reader->Finish());
  if (!status.ok() && read_to > 0) {
    session.err() << "The stream broke; go on with --after " << read_to << '\n';
  }
  RETURN_IF_ERROR(status);
  return ExitCode::kOk;
}

void AddTail(CLI::App& group, Session& session) {
  auto flags = std::make_shared<TailFlags>();
  CLI::App& command = AddCommand(
      group, "tail",
      "Events of all users and partners in the order of their commit, one "
      "per line",
      "  rollbook log tail --since 15m --follow\n"
      "  rollbook log tail --after 1200 --max 100 --output json\n"
      "  rollbook log tail --since 24h --types UserErased,UserHeld");
  CLI::Option* const after = command.add_option(
      "--after", flags->after, "Start behind this position. Default: 0");
  command
      .add_option("--since", flags->since,
                  "Start at this time (RFC 3339), or this long ago (15m)")
      ->excludes(after);
  CLI::Option* const to = command.add_option(
      "--to", flags->to, "Stop after the event at this position");
  command
      .add_option("--until", flags->until,
                  "Only events before this time, or before this long ago")
      ->excludes(to);
  command
      .add_option("--types", flags->types,
                  "Only events of these types, comma-separated")
      ->delimiter(',');
  command.add_flag("--follow", flags->follow,
                   "Stay, and show what is committed from now on");
  command.add_option("--partner", flags->partner, "Only this partner's");
  command.add_option("--max", flags->max, "Stop after this many events");
  OnSelected<TailFlags>(command, session, flags, Tail);
}

}  // namespace

void AddLogCommands(CLI::App& root, Session& session) {
  CLI::App& group = AddGroup(root, "log", "The log of all events",
                             "  rollbook log tail --since 15m --follow");
  AddTail(group, session);
}

}  // namespace rollbook::cli
