#ifndef ROLLBOOK_BASE_CRYPTO_AEAD_H_
#define ROLLBOOK_BASE_CRYPTO_AEAD_H_

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "base/crypto/secret.h"
#include "base/random.h"

// AES-256-GCM (NIST SP 800-38D). A sealed text is nonce (12 bytes, random) ||
// ciphertext || tag (16 bytes). At most 2^32 texts may be sealed under one key
// with random nonces; a user's key seals a few dozen.
namespace rollbook::base {

inline constexpr size_t kSealOverhead = 12 + 16;

// `aad` is authenticated, not stored: Open needs the same bytes. Thread-safe.
std::string Seal(const Key256& key, std::string_view aad,
                 std::string_view plaintext, Random& random);

// nullopt when the key, the AAD or a single bit is not what was sealed.
std::optional<std::string> Open(const Key256& key, std::string_view aad,
                                std::string_view sealed);

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_CRYPTO_AEAD_H_
