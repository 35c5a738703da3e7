#include "base/crypto/ed25519.h"

#include <string>

#include "base/bytes.h"
#include "gtest/gtest.h"

namespace rollbook::base {
namespace {

// RFC 8032 section 7.1, test 3.
const std::string kKey = *FromHex(
    "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025");
const std::string kMessage = *FromHex("af82");
const std::string kSignature = *FromHex(
    "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac"
    "18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a");

TEST(Ed25519, AcceptsTheRfcsSignature) {
  EXPECT_TRUE(VerifyEd25519(kKey, kMessage, kSignature));
}

TEST(Ed25519, RefusesAnotherMessageSignatureOrKey) {
  EXPECT_FALSE(VerifyEd25519(kKey, "af82", kSignature));
  EXPECT_FALSE(VerifyEd25519(kKey, "", kSignature));
  for (size_t i = 0; i < kSignature.size(); ++i) {
    std::string changed = kSignature;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    EXPECT_FALSE(VerifyEd25519(kKey, kMessage, changed));
  }
  std::string other = kKey;
  other[0] = static_cast<char>(other[0] ^ 1);
  EXPECT_FALSE(VerifyEd25519(other, kMessage, kSignature));
}

TEST(Ed25519, RefusesOtherSizes) {
  EXPECT_FALSE(VerifyEd25519("", kMessage, kSignature));
  EXPECT_FALSE(VerifyEd25519(kKey + "x", kMessage, kSignature));
  EXPECT_FALSE(VerifyEd25519(kKey, kMessage, ""));
  EXPECT_FALSE(VerifyEd25519(kKey, kMessage, kSignature + "x"));
}

}  // namespace
}  // namespace rollbook::base
