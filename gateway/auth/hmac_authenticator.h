#ifndef ROLLBOOK_GATEWAY_AUTH_HMAC_AUTHENTICATOR_H_
#define ROLLBOOK_GATEWAY_AUTH_HMAC_AUTHENTICATOR_H_

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "gateway/exchange.h"

namespace rollbook::gateway {

// Authenticates a request by X-Api-Key, X-Request-Timestamp and
// X-Request-Signature, each exactly once (contract section 1.1), and fills in
// the exchange's credential, key hash and edge context.
//
// Everything that is wrong with the request is one UNAUTHENTICATED; what it
// was goes into exchange.auth_failure. What needs no secret (form, age) is
// checked before the key is looked up; from then on every request costs as
// many MACs as the key has secrets, an unknown key one, whatever the outcome.
// A credential of another contract counts as unknown. An error of the backend
// is passed on.
void AuthenticateByHmac(ExchangePtr exchange,
                        absl::AnyInvocable<void(absl::Status)> done);

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_AUTH_HMAC_AUTHENTICATOR_H_
