#include "services/keys/key_vault.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <memory>
#include <string>

#include "base/bytes.h"
#include "base/crypto/random.h"
#include "base/error.h"
#include "base/fake_clock.h"
#include "base/testing/temp_dir.h"
#include "eventstore/in_memory_event_store.h"

namespace rollbook::services {
namespace {

using eventstore::StreamId;

const StreamId kJane{{"acme"}, "u-jane"};
const StreamId kJohn{{"acme"}, "u-john"};

base::Key256 KeyOf(uint8_t byte) {
  base::Key256 key;
  key.mutable_bytes().fill(byte);
  return key;
}

class KeyVaultTest : public testing::Test {
 protected:
  std::unique_ptr<KeyVault> Open(uint8_t master = 1) {
    auto vault = KeyVault::Open(store_.get(), KeyOf(master), random_);
    return vault.ok() ? *std::move(vault) : nullptr;
  }

  void WriteKey(const StreamId& stream, std::optional<std::string> row) {
    eventstore::AppendRequest request;
    request.stream = stream;
    request.side_writes.push_back(
        {eventstore::SideWrite::Family::kKeys, "", std::move(row), {}});
    ASSERT_TRUE(store_->AppendAndWait(std::move(request)).ok());
  }

  base::Random* const random_ = &base::CryptoRandom();
  base::FakeClock clock_{absl::FromUnixSeconds(1'773'403'200)};
  std::unique_ptr<eventstore::EventStore> store_ =
      eventstore::MakeInMemoryEventStore(clock_, *random_);
};

TEST_F(KeyVaultTest, KeepsItsHashKeysOverARestart) {
  const auto before = Open()->ClaimHash({"acme"}, "email", "jane@example.com");
  EXPECT_EQ(Open()->ClaimHash({"acme"}, "email", "jane@example.com"), before);
}

TEST_F(KeyVaultTest, RefusesAMasterKeyThatIsNotTheStoresAndNamesBoth) {
  ASSERT_NE(Open(1), nullptr);
  const auto vault = KeyVault::Open(store_.get(), KeyOf(2), random_);
  EXPECT_EQ(base::ReasonOf(vault.status()), base::Reason::kInvalidArgument);
  EXPECT_NE(vault.status().message().find("master key"),
            absl::string_view::npos);
}

TEST_F(KeyVaultTest, HashesOneValueDifferentlyForEachPartnerAndKind) {
  const auto vault = Open();
  const auto hash = vault->ClaimHash({"acme"}, "email", "x");
  EXPECT_NE(hash, vault->ClaimHash({"other"}, "email", "x"));
  EXPECT_NE(hash, vault->ClaimHash({"acme"}, "external_id", "x"));
  // Lengths are part of it: the borders between the parts cannot move.
  EXPECT_NE(vault->ClaimHash({"ab"}, "c", "x"),
            vault->ClaimHash({"a"}, "bc", "x"));
}

TEST_F(KeyVaultTest, OpensTheDataKeyOfAStreamAndOfNoOther) {
  const auto vault = Open();
  const KeyVault::NewDataKey made = vault->MakeDataKey(kJane);
  EXPECT_FALSE(vault->DataKey(kJane)->has_value());
  WriteKey(kJane, made.wrapped);
  EXPECT_EQ((*vault->DataKey(kJane))->bytes(), made.key.bytes());
  WriteKey(kJohn, made.wrapped);
  EXPECT_EQ(base::ReasonOf(vault->DataKey(kJohn).status()),
            base::Reason::kDataCorrupted);
}

TEST_F(KeyVaultTest, ForgetsAnErasedKey) {
  const auto vault = Open();
  WriteKey(kJane, vault->MakeDataKey(kJane).wrapped);
  ASSERT_TRUE(vault->DataKey(kJane)->has_value());
  WriteKey(kJane, std::nullopt);
  vault->Forget(kJane);
  EXPECT_FALSE(vault->DataKey(kJane)->has_value());
}

TEST_F(KeyVaultTest, OpensASealedRowUnderItsOwnNameOnly) {
  const auto vault = Open();
  const std::string sealed = vault->SealRow("partner/acme", "row");
  EXPECT_EQ(*vault->OpenRow("partner/acme", sealed), "row");
  EXPECT_FALSE(vault->OpenRow("partner/other", sealed).ok());
}

TEST(KeyCommitment, IsTheHashOfALabelAndTheKey) {
  EXPECT_EQ(base::ToHex(base::AsText(KeyVault::CommitmentTo(KeyOf(7)))),
            "778ecd8c5e9d7f43be22a3cc57655ecaed296230249e0243ff91969d81065da1");
}

class MasterKeyFile : public testing::Test {
 protected:
  std::string Write(const std::string& text, mode_t mode = 0600) {
    std::string path = base::NewTempPath("master.key");
    std::ofstream(path) << text;
    chmod(path.c_str(), mode);
    return path;
  }
};

TEST_F(MasterKeyFile, HoldsSixtyFourHexDigitsAndPerhapsANewline) {
  const std::string hex(64, 'a');
  EXPECT_TRUE(KeyVault::ReadMasterKeyFile(Write(hex)).ok());
  const auto key = KeyVault::ReadMasterKeyFile(Write(hex + "\n"));
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->bytes()[31], 0xaa);
}

TEST_F(MasterKeyFile, IsRefusedInAnyOtherForm) {
  for (const std::string& text :
       {std::string(), std::string(63, 'a'), std::string(65, 'a'),
        std::string(64, 'g'), std::string(64, 'a') + "\n\n"}) {
    EXPECT_FALSE(KeyVault::ReadMasterKeyFile(Write(text)).ok()) << text;
  }
}

TEST_F(MasterKeyFile, IsRefusedWhenOthersMayReadItAndSaysWhatToDo) {
  const auto key =
      KeyVault::ReadMasterKeyFile(Write(std::string(64, 'a'), 0644));
  EXPECT_NE(key.status().message().find("chmod 600"), absl::string_view::npos);
  EXPECT_NE(KeyVault::ReadMasterKeyFile("/nonexistent")
                .status()
                .message()
                .find("openssl rand -hex 32"),
            absl::string_view::npos);
}

}  // namespace
}  // namespace rollbook::services
