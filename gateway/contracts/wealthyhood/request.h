#ifndef ROLLBOOK_GATEWAY_CONTRACTS_WEALTHYHOOD_REQUEST_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_WEALTHYHOOD_REQUEST_H_

#include <cstddef>

#include "gateway/contracts/wealthyhood/policy.h"
#include "gateway/field_errors.h"
#include "gateway/json/document.h"
#include "rollbook/user/v1/user_service.pb.h"

namespace rollbook::gateway::wealthyhood {

// From the contract's JSON to user.v1, rules included. What a member's type
// says is decided here and noted in `errors`; what its value means is decided
// by the service. Returns how many members the contract does not know, at any
// level.
size_t ReadCreate(const json::Document& body, const Policy& policy,
                  user::v1::CreateUserRequest& request, FieldErrors& errors);

}  // namespace rollbook::gateway::wealthyhood

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_WEALTHYHOOD_REQUEST_H_
