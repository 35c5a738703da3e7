#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>

#include "base/status_macros.h"
#include "cli/client.h"
#include "cli/command.h"
#include "cli/commands/commands.h"
#include "cli/commands/partner_policy.h"
#include "cli/failure.h"
#include "cli/message_json.h"
#include "cli/render_partner.h"

namespace rollbook::cli {
namespace {

constexpr std::pair<std::string_view, const char*> kFlags[] = {
    {"partner_id", "--id"},
    {"contract", "--contract"},
    {"jwt_issuer", "--jwt_issuer"},
    {"jwt_client_id", "--jwt_client_id"},
    {"policy.required_fields", "--required_fields"},
    {"policy.min_age", "--min_age"},
    {"policy.unknown_members", "--unknown_members"},
    {"policy.read_rate", "--read_rate"},
    {"policy.write_rate", "--write_rate"},
    {"policy.max_concurrency", "--max_concurrency"},
    {"policy.allow_ips", "--allow_ips"},
};

// Calls an RPC of the admin service; what it refuses is called by its flag.
template <typename Request, typename Response>
absl::StatusOr<Response> CallAdmin(
    Session& session,
    grpc::Status (AdminStub::*method)(grpc::ClientContext*, const Request&,
                                      Response*),
    const Request& request) {
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  auto response = client->Call(client->admin(), method, request);
  if (!response.ok()) return NameFlags(response.status(), kFlags);
  return response;
}

struct CreateFlags {
  admin::v1::CreatePartnerRequest request;
  PolicyFlags policy;
};

Outcome Create(const CreateFlags& flags, Session& session) {
  admin::v1::CreatePartnerRequest request = flags.request;
  *request.mutable_policy() = ToPolicy(flags.policy);
  ASSIGN_OR_RETURN(const auto response,
                   CallAdmin(session, &AdminStub::CreatePartner, request));
  Json json = {{"partnerId", response.partner().partner_id()}};
  json.update(SecretsJson(response.credential()));
  session.output().Print(json, [&](std::ostream& out) {
    out << "Partner " << response.partner().partner_id()
        << " was created with the contract " << response.partner().contract()
        << ".\n";
    if (response.has_credential()) WriteSecrets(response.credential(), out);
  });
  return ExitCode::kOk;
}

void AddCreate(CLI::App& group, Session& session) {
  auto flags = std::make_shared<CreateFlags>();
  CLI::App& command = AddCommand(
      group, "create",
      "Register a partner and make its first key, whose secret is shown once",
      "  rollbook partner create --id acme --contract boca-raton\n"
      "  rollbook partner create --id nova --contract wealthyhood \\\n"
      "      --jwt_issuer https://nova.example/ --jwt_client_id abc123 "
      "--min_age 18");
  command
      .add_option("--id", *flags->request.mutable_partner_id(),
                  "1 to 64 of a-z, 0-9 and '-', beginning with a letter")
      ->required();
  command
      .add_option("--contract", *flags->request.mutable_contract(),
                  "boca-raton, capa, smartphonekey or wealthyhood")
      ->required();
  command.add_option("--jwt_issuer", *flags->request.mutable_jwt_issuer(),
                     "Whose tokens are this partner's (wealthyhood, "
                     "smartphonekey)");
  command.add_option("--jwt_client_id", *flags->request.mutable_jwt_client_id(),
                     "The client (azp or client_id) in these tokens");
  AddPolicyFlags(command, flags->policy);
  OnSelected<CreateFlags>(command, session, flags, Create);
}

struct ListFlags {};

Outcome List(const ListFlags&, Session& session) {
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  admin::v1::ListPartnersRequest request;
  session.output().BeginList();
  do {
    ASSIGN_OR_RETURN(
        const auto page,
        client->Call(client->admin(), &AdminStub::ListPartners, request));
    for (const auto& partner : page.partners()) {
      session.output().Item(PartnerJson(partner), [&](std::ostream& out) {
        WritePartnerLine(partner, out);
      });
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  session.output().EndList();
  return ExitCode::kOk;
}

void AddList(CLI::App& group, Session& session) {
  CLI::App& command = AddCommand(group, "list", "All partners",
                                 "  rollbook partner list --output json");
  OnSelected<ListFlags>(command, session, std::make_shared<ListFlags>(), List);
}

struct UpdateFlags {
  std::string id;
  PolicyFlags policy;
};

void PrintPartner(const admin::v1::Partner& partner, Session& session) {
  session.output().Print(PartnerJson(partner), [&](std::ostream& out) {
    WritePartner(partner, out);
  });
}

Outcome Update(const UpdateFlags& flags, Session& session) {
  admin::v1::UpdatePartnerRequest request;
  request.set_partner_id(flags.id);
  *request.mutable_policy() = ToPolicy(flags.policy);
  ASSIGN_OR_RETURN(const auto response,
                   CallAdmin(session, &AdminStub::UpdatePartner, request));
  PrintPartner(response.partner(), session);
  return ExitCode::kOk;
}

void AddUpdate(CLI::App& group, Session& session) {
  auto flags = std::make_shared<UpdateFlags>();
  CLI::App& command = AddCommand(
      group, "update",
      "Change a partner's policy; what is not named stays as it is",
      "  rollbook partner update --id acme --min_age 21 "
      "--unique_email=true\n"
      "  rollbook partner update --id acme --allow_ips 10.0.0.0/8,::1/128");
  command.add_option("--id", flags->id, "The partner")->required();
  AddPolicyFlags(command, flags->policy);
  OnSelected<UpdateFlags>(command, session, flags, Update);
}

struct StatusFlags {
  std::string id;
  std::string reason;
  admin::v1::PartnerStatus status = admin::v1::PARTNER_STATUS_UNSPECIFIED;
};

Outcome ChangeStatus(const StatusFlags& flags, Session& session) {
  admin::v1::ChangePartnerStatusRequest request;
  request.set_partner_id(flags.id);
  request.set_status(flags.status);
  request.set_reason(flags.reason);
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  ASSIGN_OR_RETURN(
      const auto response,
      client->Call(client->admin(), &AdminStub::ChangePartnerStatus, request));
  PrintPartner(response.partner(), session);
  return ExitCode::kOk;
}

void AddStatusChange(CLI::App& group, Session& session, const std::string& name,
                     const std::string& help, admin::v1::PartnerStatus status) {
  auto flags = std::make_shared<StatusFlags>();
  flags->status = status;
  CLI::App& command = AddCommand(group, name, help,
                                 "  rollbook partner " + name + " --id acme");
  command.add_option("--id", flags->id, "The partner")->required();
  command.add_option("--reason", flags->reason, "Kept in the log");
  OnSelected<StatusFlags>(command, session, flags, ChangeStatus);
}

}  // namespace

void AddPartnerCommands(CLI::App& root, Session& session) {
  CLI::App& group =
      AddGroup(root, "partner", "Partners and their policies",
               "  rollbook partner create --id acme --contract boca-raton\n"
               "  rollbook partner list");
  AddCreate(group, session);
  AddList(group, session);
  AddUpdate(group, session);
  AddStatusChange(group, session, "suspend",
                  "Refuse a partner's requests from now on",
                  admin::v1::PARTNER_STATUS_SUSPENDED);
  AddStatusChange(group, session, "reactivate",
                  "Accept a suspended partner's requests again",
                  admin::v1::PARTNER_STATUS_ACTIVE);
}

}  // namespace rollbook::cli
