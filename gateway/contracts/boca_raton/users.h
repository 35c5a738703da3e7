#ifndef ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_USERS_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_USERS_H_

#include "gateway/contract.h"

// The contract's three operations, from an authenticated request to the
// rendered success or the status that says what went wrong.
//
// All that is wrong with a request is told at once: what the JSON types say is
// known here, what the values say only to the service. So a request that has
// failed here still goes to the service, to be validated only, and the two
// lists become one. Any 400 wins over what else the service may find.
namespace rollbook::gateway::boca_raton {

void CreateUser(ExchangePtr exchange, const json::Document& body,
                Contract::Answer answer);
void PatchUser(ExchangePtr exchange, const json::Document& body,
               Contract::Answer answer);
void GetUser(ExchangePtr exchange, Contract::Answer answer);

}  // namespace rollbook::gateway::boca_raton

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_USERS_H_
