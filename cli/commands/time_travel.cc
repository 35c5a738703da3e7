#include <nlohmann/json.hpp>
#include <optional>

#include "base/status_macros.h"
#include "cli/client.h"
#include "cli/command.h"
#include "cli/commands/audit_commands.h"
#include "cli/commands/user_flags.h"
#include "cli/failure.h"
#include "cli/render_past.h"

namespace rollbook::cli {
namespace {

struct AtFlags {
  UserFlags user;
  std::optional<uint64_t> version;
  std::optional<uint64_t> position;
  std::string time;
};

absl::StatusOr<audit::v1::GetUserAtRequest> ToRequest(const AtFlags& flags,
                                                      absl::Time now) {
  audit::v1::GetUserAtRequest request;
  RETURN_IF_ERROR(NameAuditedUser(flags.user, request));
  if (flags.version) {
    request.set_version(*flags.version);
  } else if (flags.position) {
    request.mutable_position()->set_number(*flags.position);
  } else if (!flags.time.empty()) {
    ASSIGN_OR_RETURN(*request.mutable_time(),
                     TimeFlag("--time", flags.time, now));
  } else {
    return UsageError("say when: --version, --time or --position");
  }
  return request;
}

Outcome At(const AtFlags& flags, Session& session) {
  ASSIGN_OR_RETURN(const auto request, ToRequest(flags, session.clock().Now()));
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  ASSIGN_OR_RETURN(
      const auto response,
      client->Call(client->audit(), &AuditStub::GetUserAt, request));
  session.output().Print(UserAtJson(response), [&](std::ostream& out) {
    WriteUserAt(response, out);
  });
  return ExitCode::kOk;
}

void AddAt(CLI::App& group, Session& session) {
  auto flags = std::make_shared<AtFlags>();
  CLI::App& command =
      AddCommand(group, "at", "A user as it was",
                 "  rollbook audit at USER_ID --version 3\n"
                 "  rollbook audit at USER_ID --time 2026-03-13T12:00:00Z\n"
                 "  rollbook audit at --partner acme --external_id 42 "
                 "--time 24h\n"
                 "  rollbook audit at USER_ID --position 1200");
  AddUserFlags(command, flags->user);
  CLI::Option* const version = command.add_option(
      "--version", flags->version, "After this many of the user's events");
  CLI::Option* const time =
      command
          .add_option("--time", flags->time,
                      "At this time (RFC 3339), or this long ago (15m)")
          ->excludes(version);
  command
      .add_option("--position", flags->position,
                  "After the event at this position of the log")
      ->excludes(version)
      ->excludes(time);
  OnSelected<AtFlags>(command, session, flags, At);
}

struct DiffFlags {
  UserFlags user;
  uint64_t from = 0;
  uint64_t to = 0;
};

Outcome Diff(const DiffFlags& flags, Session& session) {
  audit::v1::DiffUserRequest request;
  RETURN_IF_ERROR(NameAuditedUser(flags.user, request));
  request.set_from_version(flags.from);
  request.set_to_version(flags.to);
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  ASSIGN_OR_RETURN(
      const auto response,
      client->Call(client->audit(), &AuditStub::DiffUser, request));
  Output& output = session.output();
  output.BeginList();
  for (const auto& change : response.changes()) {
    output.Item(ChangeJson(change),
                [&](std::ostream& out) { WriteChange(change, out); });
  }
  output.EndList();
  if (response.erased() && !output.json()) {
    session.err() << "The user was erased: personal fields are gone.\n";
  }
  return ExitCode::kOk;
}

void AddDiff(CLI::App& group, Session& session) {
  auto flags = std::make_shared<DiffFlags>();
  CLI::App& command = AddCommand(
      group, "diff",
      "What differs between two versions of a user: field by field, and who "
      "changed it when and why",
      "  rollbook audit diff USER_ID --from 1 --to 3\n"
      "  rollbook audit diff USER_ID --output json");
  AddUserFlags(command, flags->user);
  command.add_option("--from", flags->from,
                     "A version. Default: before the user was created");
  command.add_option("--to", flags->to, "A version. Default: the last one");
  OnSelected<DiffFlags>(command, session, flags, Diff);
}

}  // namespace

void AddTimeTravelCommands(CLI::App& group, Session& session) {
  AddAt(group, session);
  AddDiff(group, session);
}

}  // namespace rollbook::cli
