#ifndef ROLLBOOK_BASE_RANDOM_H_
#define ROLLBOOK_BASE_RANDOM_H_

#include <cstdint>
#include <span>

namespace rollbook::base {

// Where randomness comes from: keys, nonces, ids. Thread-safe. The real one is
// CryptoRandom() in base/crypto/random.h; tests may pass a predictable one.
class Random {
 public:
  virtual ~Random() = default;

  // Fills `out` completely. Never fails: a system without randomness is
  // broken, and the real implementation ends the process.
  virtual void Fill(std::span<uint8_t> out) = 0;
};

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_RANDOM_H_
