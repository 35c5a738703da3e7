#ifndef ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_BOCA_RATON_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_BOCA_RATON_H_

#include <memory>

#include "gateway/contract.h"

namespace rollbook::gateway {

// The `boca-raton` contract (docs/contracts.md, section 1): signed requests,
// POST /v1/users, PATCH and GET /v1/users/{externalId}.
std::unique_ptr<Contract> MakeBocaRaton();

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_BOCA_RATON_H_
