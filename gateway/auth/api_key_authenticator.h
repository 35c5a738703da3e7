#ifndef ROLLBOOK_GATEWAY_AUTH_API_KEY_AUTHENTICATOR_H_
#define ROLLBOOK_GATEWAY_AUTH_API_KEY_AUTHENTICATOR_H_

#include <span>
#include <string_view>

#include "absl/functional/any_invocable.h"
#include "absl/status/status.h"
#include "gateway/exchange.h"

namespace rollbook::gateway {

// Values of exchange.auth_failure that a contract may tell apart.
inline constexpr std::string_view kMissingKey = "missing_key";
inline constexpr std::string_view kMalformedKey = "malformed_key";

// "rbk_" and letters and digits, as all our keys are.
bool IsApiKeyForm(std::string_view key);

// Authenticates a request by a bearer API key and fills in the exchange's
// credential, key hash and edge context. The key stands in any of the header
// fields `names`: each once at most, and all that are there equal. It is looked
// up by its SHA-256; the gateway keeps nothing else of it, and no comparison
// depends on its text.
//
// UNAUTHENTICATED for whatever is wrong with the key (auth_failure says what);
// a credential of another contract counts as unknown. PARTNER_SUSPENDED for a
// good key of a suspended partner, because some contracts have an answer of
// their own to that. An error of the backend is passed on.
void AuthenticateByApiKey(ExchangePtr exchange,
                          std::span<const std::string_view> names,
                          absl::AnyInvocable<void(absl::Status)> done);

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_AUTH_API_KEY_AUTHENTICATOR_H_
