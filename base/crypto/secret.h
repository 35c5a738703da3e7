#ifndef ROLLBOOK_BASE_CRYPTO_SECRET_H_
#define ROLLBOOK_BASE_CRYPTO_SECRET_H_

#include <openssl/crypto.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace rollbook::base {

// N secret bytes that are wiped when they go out of scope, and that have no
// operator<<.
template <size_t N>
class SecretBytes {
 public:
  SecretBytes() = default;
  explicit SecretBytes(const std::array<uint8_t, N>& bytes) : bytes_(bytes) {}
  SecretBytes(const SecretBytes&) = default;
  SecretBytes& operator=(const SecretBytes&) = default;
  ~SecretBytes() { OPENSSL_cleanse(bytes_.data(), N); }

  std::array<uint8_t, N>& mutable_bytes() { return bytes_; }
  const std::array<uint8_t, N>& bytes() const { return bytes_; }
  std::string_view view() const { return AsText(bytes_); }

 private:
  std::array<uint8_t, N> bytes_{};
};

using Key256 = SecretBytes<32>;

// Overwrites the bytes of a string that held a secret.
inline void Wipe(std::string& text) {
  OPENSSL_cleanse(text.data(), text.size());
}

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_CRYPTO_SECRET_H_
