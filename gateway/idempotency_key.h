#ifndef ROLLBOOK_GATEWAY_IDEMPOTENCY_KEY_H_
#define ROLLBOOK_GATEWAY_IDEMPOTENCY_KEY_H_

#include <optional>
#include <string>
#include <string_view>

namespace rollbook::gateway {

// Reads an Idempotency-Key: a UUID, bare or in quotes (the IETF draft's
// form), in either case. Comes back bare and in lower case; nullopt for
// everything else.
std::optional<std::string> ParseIdempotencyKey(std::string_view value);

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_IDEMPOTENCY_KEY_H_
