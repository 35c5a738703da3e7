#ifndef ROLLBOOK_SERVICES_PARTNERS_PARTNER_MAPPER_H_
#define ROLLBOOK_SERVICES_PARTNERS_PARTNER_MAPPER_H_

#include <string>

#include "absl/time/time.h"
#include "rollbook/admin/v1/partner.pb.h"
#include "rollbook/gateway/v1/gateway_service.pb.h"
#include "services/partners/partner_tables.h"

namespace rollbook::services {

// As administrators see a partner: no secret. `now` decides which secrets are
// still active.
admin::v1::Partner ToPartner(const PartnerEntry& entry, absl::Time now);

// As a gateway needs it: the key named (none for a JWT client), with its
// active secrets.
gateway::v1::Credential ToCredential(const PartnerEntry& entry,
                                     const std::string& key_id, absl::Time now);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_PARTNERS_PARTNER_MAPPER_H_
