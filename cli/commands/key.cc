#include <google/protobuf/duration.pb.h>

#include <nlohmann/json.hpp>
#include <ostream>

#include "base/error.h"
#include "base/status_macros.h"
#include "cli/client.h"
#include "cli/command.h"
#include "cli/commands/commands.h"
#include "cli/render_partner.h"
#include "cli/times.h"

namespace rollbook::cli {
namespace {

struct CreateFlags {
  std::string partner;
  // Zero: the key does not expire.
  absl::Duration expires_in;
};

Outcome Create(const CreateFlags& flags, Session& session) {
  admin::v1::CreateKeyRequest request;
  request.set_partner_id(flags.partner);
  if (flags.expires_in > absl::ZeroDuration()) {
    *request.mutable_expire_time() =
        ToProto(session.clock().Now() + flags.expires_in);
  }
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  ASSIGN_OR_RETURN(
      const auto response,
      client->Call(client->admin(), &AdminStub::CreateKey, request));
  Json json = {{"keyId", response.credential().key_id()}};
  json.update(SecretsJson(response.credential()));
  session.output().Print(json, [&](std::ostream& out) {
    WriteSecrets(response.credential(), out);
  });
  return ExitCode::kOk;
}

void AddCreate(CLI::App& group, Session& session) {
  auto flags = std::make_shared<CreateFlags>();
  CLI::App& command = AddCommand(
      group, "create", "One more key for a partner; its secret is shown once",
      "  rollbook key create --partner acme\n"
      "  rollbook key create --partner acme --expires_in 90d");
  command.add_option("--partner", flags->partner, "The partner")->required();
  AddDuration(command, "--expires_in", flags->expires_in,
              "When the key ends. Default: never");
  OnSelected<CreateFlags>(command, session, flags, Create);
}

struct RotateFlags {
  std::string partner;
  std::string key;
  absl::Duration overlap;
};

Outcome Rotate(const RotateFlags& flags, Session& session) {
  admin::v1::RotateKeyRequest request;
  request.set_partner_id(flags.partner);
  request.set_key_id(flags.key);
  request.mutable_overlap()->set_seconds(absl::ToInt64Seconds(flags.overlap));
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  ASSIGN_OR_RETURN(
      const auto response,
      client->Call(client->admin(), &AdminStub::RotateKey, request));
  session.output().Print(SecretsJson(response.credential()),
                         [&](std::ostream& out) {
                           WriteSecrets(response.credential(), out);
                           out << "The old one stays valid until "
                               << Rfc3339(session.clock().Now() + flags.overlap)
                               << ", or until `rollbook key revoke`.\n";
                         });
  return ExitCode::kOk;
}

void AddRotate(CLI::App& group, Session& session) {
  auto flags = std::make_shared<RotateFlags>();
  CLI::App& command = AddCommand(
      group, "rotate",
      "A new secret for an HMAC key, a new key for a bearer contract; the old "
      "one stays valid for the overlap",
      "  rollbook key rotate --partner acme --overlap 24h\n"
      "  rollbook key rotate --partner acme --key KEY_ID --overlap 0");
  command.add_option("--partner", flags->partner, "The partner")->required();
  command.add_option("--key", flags->key,
                     "The key's id; not needed when there is one key");
  AddDuration(command, "--overlap", flags->overlap,
              "How long the old one stays valid: 90s, 15m, 24h, 7d; 0 ends it "
              "now")
      ->required();
  OnSelected<RotateFlags>(command, session, flags, Rotate);
}

struct RevokeFlags {
  std::string partner;
  std::string id;
  bool old_secrets_only = false;
};

Outcome Revoke(const RevokeFlags& flags, Session& session) {
  admin::v1::RevokeKeyRequest request;
  request.set_partner_id(flags.partner);
  request.set_key_id(flags.id);
  request.set_old_secrets_only(flags.old_secrets_only);
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  ASSIGN_OR_RETURN(
      const auto response,
      client->Call(client->admin(), &AdminStub::RevokeKey, request));
  session.output().Print(
      PartnerJson(response.partner()),
      [&](std::ostream& out) { WritePartner(response.partner(), out); });
  return ExitCode::kOk;
}

void AddRevoke(CLI::App& group, Session& session) {
  auto flags = std::make_shared<RevokeFlags>();
  CLI::App& command = AddCommand(
      group, "revoke", "End a key now",
      "  rollbook key revoke --partner acme --key KEY_ID\n"
      "  rollbook key revoke --partner acme --key KEY_ID --old_secrets_only");
  command.add_option("--partner", flags->partner, "The partner")->required();
  command.add_option("--key", flags->id, "The key's id")->required();
  command.add_flag("--old_secrets_only", flags->old_secrets_only,
                   "End only the older secret of a rotated key");
  OnSelected<RevokeFlags>(command, session, flags, Revoke);
}

struct ListFlags {
  std::string partner;
};

// There is no call for one partner: the registry is small, and is paged
// through until the partner comes.
absl::StatusOr<admin::v1::Partner> FindPartner(const std::string& id,
                                               Client& client) {
  admin::v1::ListPartnersRequest request;
  do {
    ASSIGN_OR_RETURN(
        const auto page,
        client.Call(client.admin(), &AdminStub::ListPartners, request));
    for (const auto& partner : page.partners()) {
      if (partner.partner_id() == id) return partner;
    }
    request.set_page_token(page.next_page_token());
  } while (!request.page_token().empty());
  return base::Error(base::Reason::kPartnerNotFound);
}

Outcome List(const ListFlags& flags, Session& session) {
  ASSIGN_OR_RETURN(Client* const client, session.Connect());
  ASSIGN_OR_RETURN(const auto partner, FindPartner(flags.partner, *client));
  session.output().BeginList();
  for (const auto& key : partner.keys()) {
    session.output().Item(KeyJson(key),
                          [&](std::ostream& out) { WriteKey(key, out); });
  }
  session.output().EndList();
  return ExitCode::kOk;
}

void AddList(CLI::App& group, Session& session) {
  auto flags = std::make_shared<ListFlags>();
  CLI::App& command = AddCommand(group, "list", "A partner's keys",
                                 "  rollbook key list --partner acme");
  command.add_option("--partner", flags->partner, "The partner")->required();
  OnSelected<ListFlags>(command, session, flags, List);
}

}  // namespace

void AddKeyCommands(CLI::App& root, Session& session) {
  CLI::App& group =
      AddGroup(root, "key", "The partners' credentials",
               "  rollbook key rotate --partner acme --overlap 24h\n"
               "  rollbook key list --partner acme");
  AddCreate(group, session);
  AddRotate(group, session);
  AddRevoke(group, session);
  AddList(group, session);
}

}  // namespace rollbook::cli
