#ifndef ROLLBOOK_BASE_CRYPTO_HASH_H_
#define ROLLBOOK_BASE_CRYPTO_HASH_H_

#include <array>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <string_view>

namespace rollbook::base {

using Hash256 = std::array<uint8_t, 32>;

// SHA-256 (FIPS 180-4) over the parts, one after the other. Thread-safe.
Hash256 Sha256(std::initializer_list<std::string_view> parts);

// HMAC-SHA-256 (RFC 2104) under one key, set up once: a MAC then costs about
// half a microsecond. Thread-safe; the key is wiped at destruction.
class HmacSha256 {
 public:
  explicit HmacSha256(std::string_view key);
  ~HmacSha256();
  HmacSha256(HmacSha256&&) noexcept;
  HmacSha256& operator=(HmacSha256&&) noexcept;

  // Over the parts, one after the other, without separators.
  Hash256 Mac(std::initializer_list<std::string_view> parts) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// Takes the same time wherever the two differ. False for unequal sizes.
bool ConstantTimeEqual(std::string_view a, std::string_view b);

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_CRYPTO_HASH_H_
