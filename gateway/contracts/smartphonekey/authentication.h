#ifndef ROLLBOOK_GATEWAY_CONTRACTS_SMARTPHONEKEY_AUTHENTICATION_H_
#define ROLLBOOK_GATEWAY_CONTRACTS_SMARTPHONEKEY_AUTHENTICATION_H_

#include "gateway/contract.h"

namespace rollbook::gateway::smartphonekey {

// Who may do what (contract section 3). An API key acts on any user of its
// partner; a token beside it has to be good as well. A token alone acts on any
// user when it is a service's, and on its own user when it is a user's: any
// other is PERMISSION_DENIED, with auth_failure set.
void Authenticate(ExchangePtr exchange, Contract::Authenticated done);

}  // namespace rollbook::gateway::smartphonekey

#endif  // ROLLBOOK_GATEWAY_CONTRACTS_SMARTPHONEKEY_AUTHENTICATION_H_
