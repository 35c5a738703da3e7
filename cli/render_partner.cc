#include "cli/render_partner.h"

#include <nlohmann/json.hpp>
#include <ostream>
#include <string>

#include "cli/message_json.h"
#include "cli/text.h"
#include "cli/times.h"

namespace rollbook::cli {
namespace {

constexpr size_t kIdWidth = 24;
constexpr size_t kContractWidth = 16;
constexpr size_t kStatusWidth = 12;

std::string KeyState(const admin::v1::PartnerKey& key) {
  if (key.revoked()) return "revoked";
  if (key.has_expire_time()) {
    return "until " + Rfc3339(key.expire_time());
  }
  return "active";
}

}  // namespace

Json PartnerJson(const admin::v1::Partner& partner) {
  Json json = MessageJson(partner);
  json["status"] = EnumName(partner.status());
  Json& policy = json["policy"];
  if (policy.is_null()) policy = Json::object();
  if (partner.policy().has_required_fields()) {
    policy["requiredFields"] = Json::array();
    for (const auto& name : partner.policy().required_fields().names()) {
      policy["requiredFields"].push_back(name);
    }
  }
  json["keys"] = Json::array();
  for (const auto& key : partner.keys()) json["keys"].push_back(KeyJson(key));
  return json;
}

void WritePartner(const admin::v1::Partner& partner, std::ostream& out) {
  WriteLine(out, "partner", partner.partner_id());
  WriteLine(out, "contract", partner.contract());
  WriteLine(out, "status", EnumName(partner.status()));
  if (!partner.jwt_issuer().empty()) {
    WriteLine(out, "JWT issuer", partner.jwt_issuer());
    WriteLine(out, "JWT client", partner.jwt_client_id());
  }
  WriteLine(out, "created", Rfc3339(partner.create_time()));
  WriteLine(out, "updated", Rfc3339(partner.update_time()));
  const Json policy = PartnerJson(partner)["policy"];
  out << (policy.empty() ? "policy: the contract's defaults\n" : "policy:\n");
  WriteMembers(out, policy, "  ");
  for (const auto& key : partner.keys()) WriteKey(key, out);
}

void WritePartnerLine(const admin::v1::Partner& partner, std::ostream& out) {
  out << Padded(partner.partner_id(), kIdWidth)
      << Padded(partner.contract(), kContractWidth)
      << Padded(EnumName(partner.status()), kStatusWidth) << partner.keys_size()
      << (partner.keys_size() == 1 ? " key" : " keys") << '\n';
}

Json KeyJson(const admin::v1::PartnerKey& key) {
  Json json = MessageJson(key);
  json["revoked"] = key.revoked();
  return json;
}

void WriteKey(const admin::v1::PartnerKey& key, std::ostream& out) {
  out << "key " << Printable(key.key_id()) << "  " << KeyState(key)
      << "  created " << Rfc3339(key.create_time());
  if (key.has_api_key()) out << "  API key " << Printable(key.api_key());
  out << '\n';
  for (const auto& secret : key.secrets()) {
    out << "  secret created " << Rfc3339(secret.create_time());
    if (secret.has_expire_time()) {
      out << ", valid until " << Rfc3339(secret.expire_time());
    }
    out << '\n';
  }
}

Json SecretsJson(const admin::v1::NewCredential& credential) {
  Json json = Json::object();
  if (!credential.api_key().empty()) json["apiKey"] = credential.api_key();
  if (credential.has_hmac_secret()) {
    json["hmacSecret"] = credential.hmac_secret();
  }
  return json;
}

void WriteSecrets(const admin::v1::NewCredential& credential,
                  std::ostream& out) {
  WriteLine(out, "key id", credential.key_id());
  WriteLine(out, "API key", credential.api_key());
  if (credential.has_hmac_secret()) {
    WriteLine(out, "HMAC secret", credential.hmac_secret());
  }
  out << (credential.has_hmac_secret() ? "The secret" : "The API key")
      << " is shown only this once: keep it now.\n";
}

}  // namespace rollbook::cli
