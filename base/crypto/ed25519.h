#ifndef ROLLBOOK_BASE_CRYPTO_ED25519_H_
#define ROLLBOOK_BASE_CRYPTO_ED25519_H_

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>

#include "base/crypto/secret.h"

// Ed25519 (RFC 8032).
namespace rollbook::base {

using Ed25519PublicKey = std::array<uint8_t, 32>;
using Ed25519Signature = std::array<uint8_t, 64>;

// Signs under one private key, which is its 32-byte seed. Signatures are
// deterministic. Thread-safe.
class Ed25519Signer {
 public:
  explicit Ed25519Signer(const Key256& seed);
  ~Ed25519Signer();
  Ed25519Signer(Ed25519Signer&&) noexcept;
  Ed25519Signer& operator=(Ed25519Signer&&) noexcept;

  Ed25519Signature Sign(std::string_view message) const;
  const Ed25519PublicKey& public_key() const { return public_key_; }

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
  Ed25519PublicKey public_key_{};
};

// False also for bytes that are no public key, or signatures of another size.
bool VerifyEd25519(const Ed25519PublicKey& key, std::string_view message,
                   std::string_view signature);

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_CRYPTO_ED25519_H_
