#include <string>
#include <thread>
#include <vector>

#include "base/bytes.h"
#include "base/crypto/aead.h"
#include "base/crypto/hash.h"
#include "base/crypto/random.h"
#include "base/crypto/secret.h"
#include "base/crypto/sha256_stream.h"
#include "gtest/gtest.h"

namespace rollbook::base {
namespace {

Key256 TestKey(uint8_t first) {
  Key256 key;
  key.mutable_bytes().fill(first);
  return key;
}

TEST(Sha256Stream, HashesPiecesAsOneText) {
  Sha256Stream stream;
  stream.Add("roll");
  stream.Add("");
  stream.Add("book");
  EXPECT_EQ(stream.Finish(), Sha256({"rollbook"}));
  EXPECT_EQ(Sha256Stream().Finish(), Sha256({}));
}

TEST(Sha256, HashesTheExampleOfFips180) {
  EXPECT_EQ(ToHex(AsText(Sha256({"abc"}))),
            "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST(Sha256, TakesPartsAsOneText) {
  EXPECT_EQ(Sha256({"a", "", "bc"}), Sha256({"abc"}));
}

TEST(HmacSha256, MatchesRfc4231TestCase2) {
  const HmacSha256 hmac("Jefe");
  EXPECT_EQ(ToHex(AsText(hmac.Mac({"what do ya want ", "for nothing?"}))),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(HmacSha256, GivesTheSameMacEveryTime) {
  const HmacSha256 hmac("key");
  EXPECT_EQ(hmac.Mac({"text"}), hmac.Mac({"text"}));
  EXPECT_NE(hmac.Mac({"text"}), hmac.Mac({"test"}));
}

TEST(HmacSha256, TakesAnEmptyKey) {
  EXPECT_EQ(ToHex(AsText(HmacSha256("").Mac({""}))),
            "b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad");
}

TEST(HmacSha256, IsUsableFromManyThreadsAtOnce) {
  const HmacSha256 hmac("key");
  const Hash256 expected = hmac.Mac({"text"});
  std::vector<std::thread> threads;
  std::vector<int> wrong(4, 0);
  for (size_t i = 0; i < wrong.size(); ++i) {
    threads.emplace_back([&, i] {
      for (int n = 0; n < 1000; ++n) wrong[i] += hmac.Mac({"text"}) != expected;
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(wrong, std::vector<int>(4, 0));
}

TEST(Aead, OpensWhatItSealed) {
  const std::string sealed =
      Seal(TestKey(1), "aad", "plaintext", CryptoRandom());
  EXPECT_EQ(sealed.size(), 9 + kSealOverhead);
  EXPECT_EQ(Open(TestKey(1), "aad", sealed), "plaintext");
}

TEST(Aead, SealsAnEmptyText) {
  EXPECT_EQ(Open(TestKey(1), "", Seal(TestKey(1), "", "", CryptoRandom())), "");
}

TEST(Aead, RefusesAnotherKeyAnotherAadAndEveryFlippedBit) {
  const std::string sealed =
      Seal(TestKey(1), "aad", "plaintext", CryptoRandom());
  EXPECT_EQ(Open(TestKey(2), "aad", sealed), std::nullopt);
  EXPECT_EQ(Open(TestKey(1), "Aad", sealed), std::nullopt);
  EXPECT_EQ(Open(TestKey(1), "aad", sealed.substr(1)), std::nullopt);
  EXPECT_EQ(Open(TestKey(1), "aad", ""), std::nullopt);
  for (size_t bit = 0; bit < 8 * sealed.size(); ++bit) {
    std::string flipped = sealed;
    flipped[bit / 8] = static_cast<char>(flipped[bit / 8] ^ (1 << bit % 8));
    EXPECT_EQ(Open(TestKey(1), "aad", flipped), std::nullopt) << bit;
  }
}

TEST(Aead, NeverUsesANonceTwice) {
  EXPECT_NE(Seal(TestKey(1), "", "x", CryptoRandom()),
            Seal(TestKey(1), "", "x", CryptoRandom()));
}

TEST(ConstantTimeEqual, ComparesContentAndSize) {
  EXPECT_TRUE(ConstantTimeEqual("abc", "abc"));
  EXPECT_TRUE(ConstantTimeEqual("", ""));
  EXPECT_FALSE(ConstantTimeEqual("abc", "abd"));
  EXPECT_FALSE(ConstantTimeEqual("abc", "ab"));
}

TEST(CryptoRandom, FillsSmallAndLargeSpans) {
  for (const size_t size : {1, 16, 500, 512, 513, 5000}) {
    std::vector<uint8_t> a(size + 8, 0);
    CryptoRandom().Fill({a.data(), size});
    EXPECT_EQ(std::vector<uint8_t>(a.end() - 8, a.end()),
              std::vector<uint8_t>(8, 0))
        << "wrote past the span of " << size;
    if (size >= 16) {
      EXPECT_NE(std::vector<uint8_t>(a.begin(), a.begin() + 16),
                std::vector<uint8_t>(16, 0));
    }
  }
}

}  // namespace
}  // namespace rollbook::base
