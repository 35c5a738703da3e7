#ifndef ROLLBOOK_GATEWAY_CONTRACTS_WEALTHYHOOD_WEALTHYHOOD_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_WEALTHYHOOD_WEALTHYHOOD_H_

#include <memory>

#include "gateway/contract.h"

namespace rollbook::gateway {

// The `wealthyhood` contract (docs/contracts.md, section 4): an access token,
// and one route, POST /users.
std::unique_ptr<Contract> MakeWealthyhood();

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_WEALTHYHOOD_WEALTHYHOOD_H_
