#include "cli/render_user.h"

#include <nlohmann/json.hpp>
#include <ostream>

#include "cli/message_json.h"
#include "cli/text.h"
#include "cli/times.h"

namespace rollbook::cli {
namespace {

// Wide enough for "pending_compliance" and a gap.
constexpr size_t kStatusWidth = 20;
constexpr size_t kExternalIdWidth = 24;

}  // namespace

Json UserJson(const user::v1::User& user) {
  Json json = {{"userId", user.user_id()}, {"partnerId", user.partner_id()}};
  if (user.has_external_id()) json["externalId"] = user.external_id();
  json["status"] = EnumName(user.status());
  json["kycStatus"] = EnumName(user.kyc_status());
  json["emailVerified"] = user.email_verified();
  if (user.legal_hold()) json["legalHold"] = true;
  json["version"] = user.version();
  json["createTime"] = Rfc3339(user.create_time());
  json["updateTime"] = Rfc3339(user.update_time());
  json["profile"] = MessageJson(user.profile());
  return json;
}

void WriteUser(const user::v1::User& user, std::ostream& out) {
  WriteLine(out, "user", user.user_id());
  WriteLine(out, "partner", user.partner_id());
  if (user.has_external_id()) {
    WriteLine(out, "external id", user.external_id());
  }
  WriteLine(out, "status", EnumName(user.status()));
  WriteLine(out, "KYC", EnumName(user.kyc_status()));
  WriteLine(out, "e-mail verified", user.email_verified() ? "yes" : "no");
  if (user.legal_hold()) WriteLine(out, "legal hold", "yes");
  WriteLine(out, "version", std::to_string(user.version()));
  WriteLine(out, "created", Rfc3339(user.create_time()));
  WriteLine(out, "updated", Rfc3339(user.update_time()));
  out << "profile:\n";
  WriteMembers(out, MessageJson(user.profile()), "  ");
}

void WriteUserLine(const user::v1::User& user, std::ostream& out) {
  out << user.user_id() << "  " << Padded(EnumName(user.status()), kStatusWidth)
      << Padded(Printable(user.external_id()), kExternalIdWidth) << "  "
      << Rfc3339(user.create_time()) << '\n';
}

}  // namespace rollbook::cli
