#include "proof/signed_note.h"

#include "base/base64.h"
#include "base/bytes.h"
#include "gtest/gtest.h"
#include "proof/checkpoint.h"
#include "proof/merkle.h"
#include "proof/record_test_support.h"

namespace rollbook::proof {
namespace {

// The key that the documentation of Go's note package shows.
constexpr char kGoKey[] =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr char kGoNote[] =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\xe2\x80\x94 PeterNeumann "
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngot"
    "pRZb6KE6RyyBwJnAM=\n";

TEST(NoteKey, IsReadAndWrittenAsOthersDo) {
  const auto key = NoteKey::Parse(kGoKey);
  ASSERT_TRUE(key);
  EXPECT_EQ(key->name, "PeterNeumann");
  EXPECT_EQ(key->ToText(), kGoKey);
}

TEST(NoteKey, MustNameItsOwnId) {
  std::string text = kGoKey;
  text[text.find('+') + 1] = 'd';
  EXPECT_FALSE(NoteKey::Parse(text));
  EXPECT_FALSE(NoteKey::Parse("name+00000000+"));
  EXPECT_FALSE(NoteKey::Parse("name"));
  EXPECT_FALSE(NoteKey::Parse(""));
}

TEST(SignedNote, OfAnotherImplementationIsVerified) {
  const auto note = ParseNote(kGoNote);
  ASSERT_TRUE(note);
  EXPECT_EQ(CheckNote(*note, *NoteKey::Parse(kGoKey)), NoteCheck::kSigned);
}

TEST(SignedNote, HoldsUnderItsKeyOnly) {
  const base::Ed25519Signer signer = TestSigner();
  const NoteKey key{"rollbook/abc", signer.public_key()};
  auto note = ParseNote(SignNote("hello\nworld\n", key.name, signer));
  ASSERT_TRUE(note);
  EXPECT_EQ(note->text, "hello\nworld\n");
  EXPECT_EQ(CheckNote(*note, key), NoteCheck::kSigned);
  EXPECT_EQ(CheckNote(*note, {"rollbook/abd", signer.public_key()}),
            NoteCheck::kNotSignedByKey);
  EXPECT_EQ(CheckNote(*note, {key.name, TestSigner(8).public_key()}),
            NoteCheck::kNotSignedByKey);
  note->text = "hello\nwurld\n";
  EXPECT_EQ(CheckNote(*note, key), NoteCheck::kBadSignature);
}

TEST(SignedNote, MustBeOne) {
  for (const char* text :
       {"", "\n", "text\n", "text\n\n", "text\n\nsignature\n",
        "text\n\n\xe2\x80\x94 name AAAA\n", "text\n\n\xe2\x80\x94 name",
        "te\txt\n\n\xe2\x80\x94 name AAAAAAAA\n"}) {
    EXPECT_FALSE(ParseNote(text)) << text;
  }
}

TEST(Checkpoint, IsReadBack) {
  const Checkpoint checkpoint{OriginOf("0123"), 42, LeafHash("x")};
  EXPECT_EQ(Checkpoint::Parse(checkpoint.ToText()), checkpoint);
  EXPECT_EQ(Checkpoint::Parse(checkpoint.ToText() + "extension\n"), checkpoint);
}

TEST(Checkpoint, HasOneForm) {
  const std::string root = base::ToBase64(base::AsText(LeafHash("x")));
  EXPECT_FALSE(Checkpoint::Parse("origin\n042\n" + root + "\n"));
  EXPECT_FALSE(Checkpoint::Parse("origin\n-1\n" + root + "\n"));
  EXPECT_FALSE(Checkpoint::Parse("\n42\n" + root + "\n"));
  EXPECT_FALSE(Checkpoint::Parse("origin\n42\n" + root));
  EXPECT_FALSE(Checkpoint::Parse("origin\n42\nAAAA\n"));
}

}  // namespace
}  // namespace rollbook::proof
