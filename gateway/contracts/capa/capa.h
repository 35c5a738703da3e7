#ifndef ROLLBOOK_GATEWAY_CONTRACTS_CAPA_CAPA_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_CAPA_CAPA_H_

#include <memory>

#include "gateway/contract.h"

namespace rollbook::gateway {

// The `capa` contract (docs/contracts.md, section 2): a key in
// partner-api-key, and one route, POST /api/partner/v1/user.
std::unique_ptr<Contract> MakeCapa();

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_CAPA_CAPA_H_
