#ifndef ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_USERS_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_USERS_H_

#include "gateway/contract.h"

// The contract's three operations, from an authenticated request to the
// rendered success or the status that says what went wrong.
namespace rollbook::gateway::boca_raton {

void CreateUser(ExchangePtr exchange, const json::Document& body,
                Contract::Answer answer);
void PatchUser(ExchangePtr exchange, const json::Document& body,
               Contract::Answer answer);
void GetUser(ExchangePtr exchange, Contract::Answer answer);

}  // namespace rollbook::gateway::boca_raton

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_BOCA_RATON_USERS_H_
