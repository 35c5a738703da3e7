#ifndef ROLLBOOK_BASE_CRYPTO_RANDOM_H_
#define ROLLBOOK_BASE_CRYPTO_RANDOM_H_

#include "base/random.h"

namespace rollbook::base {

// OpenSSL's generator. Lives for ever. Draws in blocks of a few hundred bytes
// per thread, because a call costs more than the bytes.
Random& CryptoRandom();

}  // namespace rollbook::base

#endif  // ROLLBOOK_BASE_CRYPTO_RANDOM_H_
