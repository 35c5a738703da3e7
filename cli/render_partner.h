#ifndef ROLLBOOK_CLI_RENDER_PARTNER_H_
#define ROLLBOOK_CLI_RENDER_PARTNER_H_

#include <iosfwd>

#include "cli/json.h"
#include "rollbook/admin/v1/admin_service.pb.h"

namespace rollbook::cli {

// The partner's members as in the API, required fields as a plain array.
Json PartnerJson(const admin::v1::Partner& partner);
void WritePartner(const admin::v1::Partner& partner, std::ostream& out);

// One line: id, contract, status, number of keys.
void WritePartnerLine(const admin::v1::Partner& partner, std::ostream& out);

Json KeyJson(const admin::v1::PartnerKey& key);
void WriteKey(const admin::v1::PartnerKey& key, std::ostream& out);

// {"apiKey","hmacSecret"}: what the credential has of the two.
Json SecretsJson(const admin::v1::NewCredential& credential);

// The same for people, with the warning that this is the only time.
void WriteSecrets(const admin::v1::NewCredential& credential,
                  std::ostream& out);

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_RENDER_PARTNER_H_
