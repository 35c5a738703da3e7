#include <nlohmann/json.hpp>
#include <ostream>

#include "base/status_macros.h"
#include "cli/client.h"
#include "cli/command.h"
#include "cli/commands/user_commands.h"
#include "cli/commands/user_flags.h"
#include "cli/message_json.h"
#include "cli/text.h"
#include "cli/times.h"

namespace rollbook::cli {
namespace {

absl::StatusOr<admin::v1::PurgeErasedResponse> PurgeNow(Client& client) {
  return client.CallPatiently(client.admin(), &AdminStub::PurgeErased,
                              admin::v1::PurgeErasedRequest());
}

struct EraseFlags {
  UserFlags user;
  std::string reason;
  std::string ticket;
  std::string request_id;
  bool wait = false;
};

Json ErasedJson(const user::v1::EraseUserResponse& erased) {
  Json json = {{"userId", erased.user_id()},
               {"partnerId", erased.partner_id()},
               {"version", erased.version()},
               {"position", PositionJson(erased.position())},
               {"time", Rfc3339(erased.time())},
               {"certificate", erased.certificate()}};
  if (erased.already_erased()) json["alreadyErased"] = true;
  return json;
}

Outcome Erase(const EraseFlags& flags, Session& session) {
  user::v1::EraseUserRequest request;
  RETURN_IF_ERROR(NameUser(flags.user, request));
  request.set_reason(flags.reason);
  request.set_ticket(flags.ticket);
  request.set_request_id(flags.request_id);
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  ASSIGN_OR_RETURN(
      const auto erased,
      client->Call(client->users(), &UserStub::EraseUser, request));
  Json json = ErasedJson(erased);
  std::string certificates = erased.certificate();
  if (flags.wait) {
    ASSIGN_OR_RETURN(const auto purged, PurgeNow(*client));
    json["purgeCertificate"] = purged.certificate();
    certificates += "\n" + purged.certificate();
  }
  session.output().Print(json, [&](std::ostream& out) { out << certificates; });
  return ExitCode::kOk;
}

void AddErase(CLI::App& group, Session& session) {
  auto flags = std::make_shared<EraseFlags>();
  CLI::App& command =
      AddCommand(group, "erase",
                 "Forgets a person for good, and prints a signed certificate",
                 "  rollbook user erase USER_ID --reason 'asked by letter' "
                 "--ticket GDPR-17\n"
                 "  rollbook user erase USER_ID --reason 'asked by letter' "
                 "--ticket GDPR-17 --wait");
  AddUserFlags(command, flags->user);
  command
      .add_option("--reason", flags->reason,
                  "Why. Only a keyed hash of it is kept")
      ->required();
  command
      .add_option("--ticket", flags->ticket,
                  "Where the request is filed; stays readable for ever")
      ->required();
  command.add_option("--request_id", flags->request_id, "A UUID to file it by");
  command.add_flag("--wait", flags->wait,
                   "Wait until nothing is left on the disk, and print the "
                   "certificate of that, too");
  OnSelected<EraseFlags>(command, session, flags, Erase);
}

struct HoldFlags {
  UserFlags user;
  std::string reason;
  std::string request_id;
};

template <typename Request>
absl::StatusOr<Request> HoldRequest(const HoldFlags& flags) {
  Request request;
  RETURN_IF_ERROR(NameUser(flags.user, request));
  request.set_reason(flags.reason);
  request.set_request_id(flags.request_id);
  return request;
}

Outcome Hold(const HoldFlags& flags, Session& session) {
  ASSIGN_OR_RETURN(const auto request,
                   HoldRequest<user::v1::HoldUserRequest>(flags));
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  ASSIGN_OR_RETURN(const auto response,
                   client->Call(client->users(), &UserStub::HoldUser, request));
  PrintUser(response.user(), session);
  return ExitCode::kOk;
}

Outcome Release(const HoldFlags& flags, Session& session) {
  ASSIGN_OR_RETURN(const auto request,
                   HoldRequest<user::v1::ReleaseUserRequest>(flags));
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  ASSIGN_OR_RETURN(
      const auto response,
      client->Call(client->users(), &UserStub::ReleaseUser, request));
  PrintUser(response.user(), session);
  return ExitCode::kOk;
}

void AddHold(CLI::App& group, Session& session) {
  auto hold = std::make_shared<HoldFlags>();
  CLI::App& held = AddCommand(
      group, "hold", "Puts a user under legal hold: it cannot be erased",
      "  rollbook user hold USER_ID --reason 'court order 3/26'");
  AddUserFlags(held, hold->user);
  held.add_option("--reason", hold->reason, "Why")->required();
  held.add_option("--request_id", hold->request_id,
                  "A UUID: repeating the command changes nothing twice");
  OnSelected<HoldFlags>(held, session, hold, Hold);

  auto release = std::make_shared<HoldFlags>();
  CLI::App& released =
      AddCommand(group, "release", "Ends a user's legal hold",
                 "  rollbook user release USER_ID --reason 'case closed'");
  AddUserFlags(released, release->user);
  released.add_option("--reason", release->reason, "Why");
  released.add_option("--request_id", release->request_id,
                      "A UUID: repeating the command changes nothing twice");
  OnSelected<HoldFlags>(released, session, release, Release);
}

struct PurgeFlags {};

Outcome Purge(const PurgeFlags&, Session& session) {
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  ASSIGN_OR_RETURN(const auto purged, PurgeNow(*client));
  session.output().Print(
      Json{{"position", PositionJson(purged.position())},
           {"time", Rfc3339(purged.time())},
           {"certificate", purged.certificate()}},
      [&](std::ostream& out) { out << purged.certificate(); });
  return ExitCode::kOk;
}

void AddPurge(CLI::App& group, Session& session) {
  CLI::App& command = AddCommand(
      group, "purge",
      "Removes what is left of erased users from the service's disk now; it "
      "happens by itself within an hour",
      "  rollbook user purge");
  OnSelected<PurgeFlags>(command, session, std::make_shared<PurgeFlags>(),
                         Purge);
}

}  // namespace

void AddUserEraseCommands(CLI::App& group, Session& session) {
  AddErase(group, session);
  AddHold(group, session);
  AddPurge(group, session);
}

}  // namespace rollbook::cli
