#ifndef ROLLBOOK_GATEWAY_CONTRACTS_SMARTPHONEKEY_USERS_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_SMARTPHONEKEY_USERS_H_

#include "gateway/contract.h"

// The contract's three operations, from an authenticated request to the
// rendered success or the status that says what went wrong.
namespace rollbook::gateway::smartphonekey {

void CreateUser(ExchangePtr exchange, const json::Document& body,
                Contract::Answer answer);
void UpdatePhoneNumber(ExchangePtr exchange, const json::Document& body,
                       Contract::Answer answer);
void GetProfile(ExchangePtr exchange, Contract::Answer answer);

}  // namespace rollbook::gateway::smartphonekey

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_SMARTPHONEKEY_USERS_H_
