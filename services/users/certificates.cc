#include "services/users/certificates.h"

#include <string_view>

#include "base/bytes.h"

namespace rollbook::services {
namespace {

void AddLine(std::string& text, std::string_view name, std::string_view value) {
  text.append(name).append(" ").append(value).append("\n");
}

std::string TimeText(absl::Time time) {
  return absl::FormatTime("%Y-%m-%dT%H:%M:%E6SZ", time, absl::UTCTimeZone());
}

}  // namespace

std::string TextOf(const ErasureCertificate& certificate) {
  std::string text = "rollbook erasure certificate v1\n";
  AddLine(text, "lineage", certificate.lineage);
  AddLine(text, "partner", certificate.partner_id);
  AddLine(text, "user", certificate.user_id);
  AddLine(text, "ticket", certificate.ticket);
  AddLine(text, "reason-hash", base::ToHex(certificate.reason_hash));
  AddLine(text, "position", std::to_string(certificate.position.number));
  AddLine(text, "version", std::to_string(certificate.version.value));
  AddLine(text, "time", TimeText(certificate.time));
  AddLine(text, "record-hash",
          base::ToHex(base::AsText(certificate.record_hash)));
  AddLine(text, "key-commitment", base::ToHex(certificate.key_commitment));
  return text;
}

std::string TextOf(const PurgeCertificate& certificate) {
  std::string text = "rollbook purge certificate v1\n";
  AddLine(text, "lineage", certificate.lineage);
  AddLine(text, "erased-up-to", std::to_string(certificate.position.number));
  AddLine(text, "time", TimeText(certificate.time));
  return text;
}

}  // namespace rollbook::services
