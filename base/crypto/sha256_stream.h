#ifndef ROLLBOOK_BASE_CRYPTO_SHA256_STREAM_H_
#define ROLLBOOK_BASE_CRYPTO_SHA256_STREAM_H_

#include <memory>
#include <string_view>

#include "base/crypto/hash.h"

namespace rollbook::base {

// SHA-256 (FIPS 180-4) of bytes that come piece by piece. Not thread-safe.
class Sha256Stream {
 public:
  Sha256Stream();
  ~Sha256Stream();
  Sha256Stream(const Sha256Stream&) = delete;
  Sha256Stream& operator=(const Sha256Stream&) = delete;

  void Add(std::string_view piece);
  // Of all pieces so far; nothing may be added afterwards.
  Hash256 Finish();

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_CRYPTO_SHA256_STREAM_H_
