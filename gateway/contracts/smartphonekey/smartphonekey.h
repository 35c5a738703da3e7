#ifndef ROLLBOOK_GATEWAY_CONTRACTS_SMARTPHONEKEY_SMARTPHONEKEY_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_SMARTPHONEKEY_SMARTPHONEKEY_H_

#include <memory>

#include "gateway/contract.h"

namespace rollbook::gateway {

// The `smartphonekey` contract (docs/contracts.md, section 3): an API key or a
// token, and POST /users/{id}/CreateUser, POST /users/{id}/UpdatePhoneNumber
// and GET /users/{id}/profile.
std::unique_ptr<Contract> MakeSmartphoneKey();

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_SMARTPHONEKEY_SMARTPHONEKEY_H_
