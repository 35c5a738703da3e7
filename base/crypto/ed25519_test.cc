#include "base/crypto/ed25519.h"

#include <string>

#include "base/bytes.h"
#include "gtest/gtest.h"

namespace rollbook::base {
namespace {

Key256 Seed(std::string_view hex) {
  Key256 seed;
  const std::string bytes = FromHex(hex).value();
  std::copy(bytes.begin(), bytes.end(), seed.mutable_bytes().begin());
  return seed;
}

// RFC 8032 section 7.1, TEST 2.
constexpr char kSeed[] =
    "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb";
constexpr char kPublic[] =
    "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c";
constexpr char kSignature[] =
    "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da"
    "085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

TEST(Ed25519, SignsAsTheExampleOfRfc8032) {
  const Ed25519Signer signer(Seed(kSeed));
  EXPECT_EQ(ToHex(AsText(signer.public_key())), kPublic);
  EXPECT_EQ(ToHex(AsText(signer.Sign("\x72"))), kSignature);
}

TEST(Ed25519, VerifiesWhatWasSignedAndNothingElse) {
  const Ed25519Signer signer(Seed(kSeed));
  const Ed25519Signature signature = signer.Sign("message");
  const std::string_view text = AsText(signature);
  EXPECT_TRUE(VerifyEd25519(signer.public_key(), "message", text));
  EXPECT_FALSE(VerifyEd25519(signer.public_key(), "massage", text));
  EXPECT_FALSE(VerifyEd25519(signer.public_key(), "message", text.substr(1)));
  EXPECT_FALSE(VerifyEd25519(signer.public_key(), "message", ""));
  Ed25519PublicKey other = signer.public_key();
  other[0] ^= 1;
  EXPECT_FALSE(VerifyEd25519(other, "message", text));
}

}  // namespace
}  // namespace rollbook::base
