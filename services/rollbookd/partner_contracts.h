#ifndef ROLLBOOK_SERVICES_ROLLBOOKD_PARTNER_CONTRACTS_H_
#define ROLLBOOK_SERVICES_ROLLBOOKD_PARTNER_CONTRACTS_H_

#include "services/partners/partner_contract.h"

namespace rollbook::services {

// All contracts of the gateway, as the registry of partners sees them; whether
// this process serves them or not.
ContractCatalogue PartnerContracts();

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_ROLLBOOKD_PARTNER_CONTRACTS_H_
