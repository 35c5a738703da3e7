#include "base/siphash.h"

#include <bit>
#include <cstddef>
#include <cstring>

namespace rollbook::base {
namespace {

static_assert(std::endian::native == std::endian::little);

class State {
 public:
  explicit State(const std::array<uint64_t, 2>& key)
      : v0_(key[0] ^ 0x736f6d6570736575),
        v1_(key[1] ^ 0x646f72616e646f6d),
        v2_(key[0] ^ 0x6c7967656e657261),
        v3_(key[1] ^ 0x7465646279746573) {}

  void Absorb(uint64_t word) {
    v3_ ^= word;
    Round();
    Round();
    v0_ ^= word;
  }

  uint64_t Finish() {
    v2_ ^= 0xff;
    for (int i = 0; i < 4; ++i) Round();
    return v0_ ^ v1_ ^ v2_ ^ v3_;
  }

 private:
  void Round() {
    v0_ += v1_;
    v1_ = std::rotl(v1_, 13) ^ v0_;
    v0_ = std::rotl(v0_, 32);
    v2_ += v3_;
    v3_ = std::rotl(v3_, 16) ^ v2_;
    v0_ += v3_;
    v3_ = std::rotl(v3_, 21) ^ v0_;
    v2_ += v1_;
    v1_ = std::rotl(v1_, 17) ^ v2_;
    v2_ = std::rotl(v2_, 32);
  }

  uint64_t v0_, v1_, v2_, v3_;
};

}  // namespace

uint64_t SipHash(const std::array<uint64_t, 2>& key, std::string_view text) {
  State state(key);
  uint64_t last = uint64_t{text.size()} << 56;
  while (text.size() >= sizeof(uint64_t)) {
    uint64_t word = 0;
    std::memcpy(&word, text.data(), sizeof(word));
    state.Absorb(word);
    text.remove_prefix(sizeof(word));
  }
  uint64_t rest = 0;
  std::memcpy(&rest, text.data(), text.size());
  state.Absorb(last | rest);
  return state.Finish();
}

}  // namespace rollbook::base
