#ifndef ROLLBOOK_GATEWAY_AUTH_TOKEN_AUTHENTICATOR_H_
#define ROLLBOOK_GATEWAY_AUTH_TOKEN_AUTHENTICATOR_H_

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "gateway/exchange.h"

namespace rollbook::gateway {

// Authenticates a request by `Authorization: Bearer <JWT>`, exactly once
// (contract section 4), and fills in the exchange's token, credential, key
// hash and edge context. The partner is the one that is bound to the token's
// (issuer, client).
//
// Everything that is wrong with the token, an unknown client, a credential of
// another contract and a suspended partner are one UNAUTHENTICATED; what it
// was goes into exchange.auth_failure. A good token without a scope that the
// contract demands is PERMISSION_DENIED, with auth_failure set, too. Keys of
// the issuer that cannot be had, and errors of the backend, are
// BACKEND_UNAVAILABLE.
void AuthenticateByToken(ExchangePtr exchange,
                         absl::AnyInvocable<void(absl::Status)> done);

// Checks the token of a request whose API key has been accepted already: it
// must be valid and of the key's partner. Fills in exchange.token. A request
// without Authorization, and one whose partner has no issuer, is accepted as
// it is (contract section 3). Errors as above.
void CheckTokenBesideKey(ExchangePtr exchange,
                         absl::AnyInvocable<void(absl::Status)> done);

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_AUTH_TOKEN_AUTHENTICATOR_H_
