#ifndef ROLLBOOK_GATEWAY_CONTRACTS_WEALTHYHOOD_CREATE_USER_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_WEALTHYHOOD_CREATE_USER_H_

#include "gateway/contract.h"

namespace rollbook::gateway::wealthyhood {

// POST /users, from an authenticated request to the rendered success or the
// status that says what went wrong. The user's id is minted here and is the
// user's external id: a claim, so that it names one user and no other.
void CreateUser(ExchangePtr exchange, const json::Document& body,
                Contract::Answer answer);

}  // namespace rollbook::gateway::wealthyhood

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_WEALTHYHOOD_CREATE_USER_H_
