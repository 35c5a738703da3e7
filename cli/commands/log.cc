#include <nlohmann/json.hpp>
#include <ostream>

#include "base/status_macros.h"
#include "cli/client.h"
#include "cli/command.h"
#include "cli/commands/commands.h"
#include "cli/failure.h"
#include "cli/render_event.h"
#include "cli/times.h"

namespace rollbook::cli {
namespace {

struct TailFlags {
  std::optional<uint64_t> after;
  std::string since;
  bool follow = false;
  std::string partner;
  uint64_t max = 0;
};

absl::StatusOr<audit::v1::ReadLogRequest> ToRequest(const TailFlags& flags,
                                                    absl::Time now) {
  audit::v1::ReadLogRequest request;
  if (flags.after) {
    request.mutable_after()->set_number(*flags.after);
  } else if (!flags.since.empty()) {
    const auto since = ParseTimeOrAgo(flags.since, now);
    if (!since) {
      return UsageError("--since '" + flags.since +
                        "' is neither a time (2026-03-13T12:00:00Z) nor a "
                        "duration (15m)");
    }
    *request.mutable_from_time() = ToProto(*since);
  }
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
      "  rollbook log tail --after 1200 --max 100 --output json");
  CLI::Option* const after = command.add_option(
      "--after", flags->after, "Start behind this position. Default: 0");
  command
      .add_option("--since", flags->since,
                  "Start at this time (RFC 3339), or this long ago (15m)")
      ->excludes(after);
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
