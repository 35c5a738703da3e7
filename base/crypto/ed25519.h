#ifndef ROLLBOOK_BASE_CRYPTO_ED25519_H_
#define ROLLBOOK_BASE_CRYPTO_ED25519_H_

#include <string_view>

namespace rollbook::base {

// Whether `signature` (64 bytes) over `message` was made with the private half
// of `public_key` (32 bytes), by RFC 8032. False for other sizes and for bytes
// that are no point of the curve. Thread-safe.
bool VerifyEd25519(std::string_view public_key, std::string_view message,
                   std::string_view signature);

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_CRYPTO_ED25519_H_
