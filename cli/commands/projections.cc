#include <nlohmann/json.hpp>
#include <ostream>
#include <string>
#include <vector>

#include "base/status_macros.h"
#include "cli/client.h"
#include "cli/command.h"
#include "cli/commands/commands.h"
#include "cli/message_json.h"
#include "cli/progress.h"
#include "cli/text.h"

namespace rollbook::cli {
namespace {

using Projection = admin::v1::GetStatusResponse::Projection;

absl::StatusOr<admin::v1::GetStatusResponse> StatusOf(Client& client) {
  return client.Call(client.admin(), &AdminStub::GetStatus,
                     admin::v1::GetStatusRequest());
}

Json ProjectionJson(const Projection& projection) {
  Json json = {{"name", projection.name()},
               {"schemaVersion", projection.schema_version()},
               {"position", PositionJson(projection.position())},
               {"parkedRecords", projection.parked_records()},
               {"parkedStreams", Json::array()}};
  for (const std::string& stream : projection.parked_streams()) {
    json["parkedStreams"].push_back(stream);
  }
  json["degraded"] = projection.degraded();
  if (projection.rebuilding()) {
    json["rebuilding"] = {
        {"schemaVersion", projection.rebuilt_schema_version()},
        {"position", PositionJson(projection.rebuilt_to())}};
  }
  if (!projection.error().empty()) json["error"] = projection.error();
  return json;
}

void WriteProjection(const Projection& projection, std::ostream& out) {
  out << Padded(projection.name(), 16) << "schema "
      << projection.schema_version() << "  at position "
      << ToText(PositionJson(projection.position()));
  if (projection.rebuilding()) {
    out << "  being rebuilt as schema " << projection.rebuilt_schema_version()
        << ", at position " << ToText(PositionJson(projection.rebuilt_to()));
  }
  if (projection.degraded()) out << "  degraded";
  if (projection.parked_records() > 0) {
    out << ": " << projection.parked_records() << " records are parked";
  }
  if (!projection.error().empty()) {
    out << "  stopped: " << Printable(projection.error());
  }
  out << '\n';
  for (const std::string& stream : projection.parked_streams()) {
    out << "    parked: " << Printable(stream) << '\n';
  }
}

struct NoFlags {};

Outcome List(const NoFlags&, Session& session) {
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  ASSIGN_OR_RETURN(const auto status, StatusOf(*client));
  Output& output = session.output();
  output.BeginList();
  for (const Projection& projection : status.projections()) {
    output.Item(ProjectionJson(projection),
                [&](std::ostream& out) { WriteProjection(projection, out); });
  }
  output.EndList();
  return ExitCode::kOk;
}

struct NameFlags {
  std::string name;
};

// The one that was named, else all.
absl::StatusOr<std::vector<std::string>> Names(const NameFlags& flags,
                                               Client& client) {
  if (!flags.name.empty()) return std::vector<std::string>{flags.name};
  ASSIGN_OR_RETURN(const auto status, StatusOf(client));
  std::vector<std::string> names;
  for (const Projection& projection : status.projections()) {
    names.push_back(projection.name());
  }
  return names;
}

Outcome Rebuild(const NameFlags& flags, Session& session) {
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  admin::v1::RebuildProjectionRequest request;
  request.set_name(flags.name);
  ASSIGN_OR_RETURN(
      const auto response,
      client->CallPatiently(client->admin(), &AdminStub::RebuildProjection,
                            request));
  session.output().Print(Json{{"name", flags.name},
                              {"position", PositionJson(response.position())}},
                         [&](std::ostream& out) {
                           out << flags.name << " is rebuilt, at position "
                               << ToText(PositionJson(response.position()))
                               << '\n';
                         });
  return ExitCode::kOk;
}

absl::StatusOr<admin::v1::VerifyProjectionResponse> VerifyOne(
    const std::string& name, Client& client, Session& session) {
  grpc::ClientContext context;
  admin::v1::VerifyProjectionRequest request;
  request.set_name(name);
  const auto reader = client.admin().VerifyProjection(&context, request);
  ProgressBar progress(session.err(), session.err_is_terminal(),
                       session.clock(), {});
  admin::v1::VerifyProjectionResponse last;
  while (reader->Read(&last)) progress.Update({.items = last.checked()});
  progress.Clear();
  RETURN_IF_ERROR(client.ToStatus(reader->Finish()));
  return last;
}

Json ResultJson(const std::string& name,
                const admin::v1::VerifyProjectionResponse& result) {
  Json json = {{"name", name},
               {"ok", !result.has_divergence()},
               {"records", result.checked()}};
  if (result.has_divergence()) {
    json["firstDivergence"] = MessageJson(result.divergence());
  }
  return json;
}

void WriteResult(const std::string& name,
                 const admin::v1::VerifyProjectionResponse& result,
                 std::ostream& out) {
  out << name << ": ";
  if (!result.has_divergence()) {
    out << "is what " << result.checked() << " records of the log say\n";
    return;
  }
  const auto& found = result.divergence();
  out << "DIFFERS, first at " << Printable(found.partner_id());
  if (!found.user_id().empty()) out << '/' << found.user_id();
  if (found.version() != 0) out << " version " << found.version();
  out << " (position " << ToText(PositionJson(found.position()))
      << "): " << Printable(found.what()) << " should be "
      << Printable(found.expected()) << ", is " << Printable(found.found())
      << '\n';
}

Outcome Verify(const NameFlags& flags, Session& session) {
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  ASSIGN_OR_RETURN(const auto names, Names(flags, *client));
  bool ok = true;
  Output& output = session.output();
  output.BeginList();
  for (const std::string& name : names) {
    ASSIGN_OR_RETURN(const auto result, VerifyOne(name, *client, session));
    ok = ok && !result.has_divergence();
    output.Item(ResultJson(name, result),
                [&](std::ostream& out) { WriteResult(name, result, out); });
  }
  output.EndList();
  return ok ? ExitCode::kOk : ExitCode::kFailed;
}

}  // namespace

void WarnOfDegraded(Session& session) {
  session.err() << "warning: something may be missing or out of date; see "
                   "rollbook projections list\n";
}

void AddProjectionCommands(CLI::App& root, Session& session) {
  CLI::App& group = AddGroup(root, "projections", "What follows from the log",
                             "  rollbook projections list\n"
                             "  rollbook projections verify\n"
                             "  rollbook projections rebuild user_list");
  CLI::App& list =
      AddCommand(group, "list", "How far each has come, and what it parked",
                 "  rollbook projections list --output json");
  OnSelected<NoFlags>(list, session, std::make_shared<NoFlags>(), List);

  auto verify = std::make_shared<NameFlags>();
  CLI::App& verified = AddCommand(
      group, "verify",
      "Folds the whole log again, while the service runs, and names the first "
      "row that is not what comes of it; ends with 1 then",
      "  rollbook projections verify\n"
      "  rollbook projections verify snapshots --output json");
  verified.add_option("NAME", verify->name, "Default: all, one by one");
  OnSelected<NameFlags>(verified, session, verify, Verify);

  auto rebuild = std::make_shared<NameFlags>();
  CLI::App& rebuilt =
      AddCommand(group, "rebuild", "Builds one again while it is read",
                 "  rollbook projections rebuild user_list");
  rebuilt
      .add_option("NAME", rebuild->name, "snapshots, user_list or daily_counts")
      ->required();
  OnSelected<NameFlags>(rebuilt, session, rebuild, Rebuild);
}

}  // namespace rollbook::cli
