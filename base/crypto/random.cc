#include "base/crypto/random.h"

#include <openssl/crypto.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace rollbook::base {
namespace {

void FillOrDie(uint8_t* out, size_t size) {
  if (RAND_bytes(out, static_cast<int>(size)) != 1) std::abort();
}

class OpenSslRandom final : public Random {
 public:
  void Fill(std::span<uint8_t> out) override {
    if (out.size() > sizeof(Block::bytes)) {
      FillOrDie(out.data(), out.size());
      return;
    }
    thread_local Block block;
    if (block.bytes.size() - block.used < out.size()) {
      FillOrDie(block.bytes.data(), block.bytes.size());
      block.used = 0;
    }
    uint8_t* from = block.bytes.data() + block.used;
    std::copy_n(from, out.size(), out.begin());
    // What was handed out may become a key: it must not stay behind.
    OPENSSL_cleanse(from, out.size());
    block.used += out.size();
  }

 private:
  struct Block {
    std::array<uint8_t, 512> bytes;
    size_t used = sizeof(bytes);
  };
};

}  // namespace

Random& CryptoRandom() {
  static OpenSslRandom random;
  return random;
}

}  // namespace rollbook::base
