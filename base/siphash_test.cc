#include "base/siphash.h"

#include <string>

#include "gtest/gtest.h"

namespace rollbook::base {
namespace {

// The authors' test vectors: key 00..0f, texts 00, 00 01, ...
TEST(SipHash, AgreesWithTheAuthors) {
  const std::array<uint64_t, 2> key = {0x0706050403020100, 0x0f0e0d0c0b0a0908};
  std::string text;
  EXPECT_EQ(SipHash(key, text), 0x726fdb47dd0e0e31u);
  for (char c = 0; c < 7; ++c) text.push_back(c);
  EXPECT_EQ(SipHash(key, text), 0xab0200f58b01d137u);
  text.push_back(7);
  EXPECT_EQ(SipHash(key, text), 0x93f5f5799a932462u);
  for (char c = 8; c < 15; ++c) text.push_back(c);
  EXPECT_EQ(SipHash(key, text), 0xa129ca6149be45e5u);
}

}  // namespace
}  // namespace rollbook::base
