#include "services/audit/log_proofs.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>

#include "base/bytes.h"
#include "base/error.h"
#include "eventstore/record.h"
#include "proof/bundle_verifier.h"
#include "proof/checkpoint.h"
#include "proof/merkle.h"
#include "proof/signed_note.h"
#include "services/test_world.h"

namespace rollbook::services {
namespace {

base::Hash256 HashFrom(const std::string& bytes) {
  base::Hash256 hash{};
  std::copy_n(bytes.begin(), std::min(bytes.size(), hash.size()), hash.begin());
  return hash;
}

template <typename Response>
std::vector<base::Hash256> PathOf(const Response& response) {
  std::vector<base::Hash256> path;
  for (const std::string& hash : response.path())
    path.push_back(HashFrom(hash));
  return path;
}

class LogProofsTest : public testing::Test {
 protected:
  LogProofsTest() { Open(); }

  void Open() {
    tree = eventstore::LogTree::Start(world.store.get(), derived.get()).value();
    signer = CheckpointSigner::Open(world.store.get(), *world.vault,
                                    &base::CryptoRandom())
                 .value();
    checkpoints = LogCheckpoints::Open({.store = world.store.get(),
                                        .tree = tree.get(),
                                        .signer = &*signer,
                                        .workers = world.workers.get(),
                                        .clock = &world.clock})
                      .value();
    proofs = std::make_unique<LogProofs>(world.store.get(), tree.get(),
                                         world.vault.get(), checkpoints.get(),
                                         world.workers.get());
  }

  void Close() {
    proofs.reset();
    checkpoints.reset();
    tree.reset();
  }

  void CreateUsers(int count) {
    for (int i = 0; i < count; ++i) {
      ASSERT_TRUE(world.Create(JaneDoe("x" + std::to_string(users_++))).ok());
    }
  }

  absl::StatusOr<audit::v1::GetCheckpointResponse> GetCheckpoint() {
    return World::Await<audit::v1::GetCheckpointResponse>([&](auto reply) {
      proofs->GetCheckpoint(Auditor(), {}, std::move(reply));
    });
  }

  absl::StatusOr<audit::v1::GetInclusionProofResponse> Include(uint64_t number,
                                                               uint64_t size) {
    audit::v1::GetInclusionProofRequest request;
    request.mutable_position()->set_number(number);
    request.set_tree_size(size);
    return World::Await<audit::v1::GetInclusionProofResponse>([&](auto reply) {
      proofs->GetInclusionProof(Auditor(), request, std::move(reply));
    });
  }

  absl::StatusOr<audit::v1::GetConsistencyProofResponse> Extend(uint64_t from,
                                                                uint64_t to) {
    audit::v1::GetConsistencyProofRequest request;
    request.set_from_size(from);
    request.set_to_size(to);
    return World::Await<audit::v1::GetConsistencyProofResponse>(
        [&](auto reply) {
          proofs->GetConsistencyProof(Auditor(), request, std::move(reply));
        });
  }

  proof::NoteKey Key() const {
    return *proof::NoteKey::Parse(proofs->GetPublicKey().verifier_key());
  }

  // A bundle of that choice, and what the verifier finds.
  std::string Export(const audit::v1::ExportBundleRequest& request) {
    EXPECT_TRUE(GetCheckpoint().ok());
    auto started = proofs->StartExport(request, checkpoints->latest());
    EXPECT_TRUE(started.ok()) << started.status();
    std::string bytes;
    for (;;) {
      const auto more = (*started)->Next(bytes);
      EXPECT_TRUE(more.ok()) << more.status();
      if (!more.ok() || !*more) return bytes;
    }
  }
  proof::BundleVerifier& Verify(
      const std::string& bytes,
      std::optional<proof::Checkpoint> since = std::nullopt) {
    EXPECT_TRUE(bytes.starts_with(proof::kBundleMagic));
    keys_seen = 0;
    verifier.emplace(proof::BundleVerifier::Options{
        .keys = {Key()},
        .since = std::move(since),
        .on_record = nullptr,
        .on_key = [this](const proof::BundleKey&) { ++keys_seen; }});
    verifier->Feed(std::string_view(bytes).substr(proof::kBundleMagic.size()));
    verifier->Finish();
    return *verifier;
  }

  static Caller Auditor() { return {{Role::kAuditor}, "auditor:test"}; }

  World world;
  std::unique_ptr<eventstore::DerivedStore> derived =
      eventstore::MakeInMemoryDerivedStore();
  std::unique_ptr<eventstore::LogTree> tree;
  std::optional<CheckpointSigner> signer;
  std::unique_ptr<LogCheckpoints> checkpoints;
  std::unique_ptr<LogProofs> proofs;
  std::optional<proof::BundleVerifier> verifier;
  int keys_seen = 0;

 private:
  int users_ = 0;
};

TEST_F(LogProofsTest, ACheckpointCoversWhatWasAcknowledgedBefore) {
  for (int i = 0; i < 3; ++i) {
    CreateUsers(5);
    const auto answer = GetCheckpoint();
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(answer->tree_size(), world.store->Head().number);
    const auto note = proof::ParseNote(answer->note());
    ASSERT_TRUE(note);
    EXPECT_EQ(proof::CheckNote(*note, Key()), proof::NoteCheck::kSigned);
    const auto checkpoint = proof::Checkpoint::Parse(note->text);
    ASSERT_TRUE(checkpoint);
    EXPECT_EQ(checkpoint->origin, answer->origin());
    EXPECT_EQ(checkpoint->size, answer->tree_size());
    EXPECT_EQ(base::AsText(checkpoint->root), answer->root_hash());
  }
}

TEST_F(LogProofsTest, TheOriginNamesTheLineage) {
  EXPECT_EQ(Key().name, "rollbook/" + world.store->Lineage());
}

TEST_F(LogProofsTest, ProvesThatARecordIsInTheCheckpoint) {
  CreateUsers(20);
  const auto checkpoint = GetCheckpoint();
  ASSERT_TRUE(checkpoint.ok());
  for (uint64_t number = 1; number <= checkpoint->tree_size(); ++number) {
    const auto answer = Include(number, 0);
    ASSERT_TRUE(answer.ok()) << answer.status();
    const auto record = world.store->ReadRawLog({0, number - 1}, 1, 1);
    EXPECT_TRUE(proof::VerifyInclusion(eventstore::RecordHash(record->front()),
                                       answer->leaf_index(),
                                       answer->tree_size(), PathOf(*answer),
                                       HashFrom(checkpoint->root_hash())));
  }
}

TEST_F(LogProofsTest, ProvesThatTheLogOnlyGrew) {
  CreateUsers(3);
  const auto before = GetCheckpoint();
  CreateUsers(20);
  const auto after = GetCheckpoint();
  ASSERT_TRUE(before.ok() && after.ok());
  const auto answer = Extend(before->tree_size(), after->tree_size());
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_TRUE(proof::VerifyConsistency(
      before->tree_size(), after->tree_size(), HashFrom(before->root_hash()),
      HashFrom(after->root_hash()), PathOf(*answer)));
}

TEST_F(LogProofsTest, RefusesWhatNoCheckpointCovers) {
  CreateUsers(3);
  const auto checkpoint = GetCheckpoint();
  ASSERT_TRUE(checkpoint.ok());
  const uint64_t size = checkpoint->tree_size();
  EXPECT_TRUE(absl::IsInvalidArgument(Include(0, size).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(Include(size + 1, 0).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(Include(3, 2).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(Include(1, size + 1).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(Extend(1, size + 1).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(Extend(size + 1, size).status()));
  EXPECT_TRUE(Extend(0, 0).ok());
}

TEST_F(LogProofsTest, KeepsKeyAndCheckpointOverARestart) {
  CreateUsers(3);
  const auto before = GetCheckpoint();
  ASSERT_TRUE(before.ok());
  const proof::NoteKey key = Key();
  Close();
  derived = eventstore::MakeInMemoryDerivedStore();
  Open();
  EXPECT_EQ(Key(), key);
  // Even before the tree is built again.
  EXPECT_EQ(checkpoints->latest().note, before->note());
  EXPECT_EQ(checkpoints->handed_out().back(), before->tree_size());
}

TEST_F(LogProofsTest, NeverSignsATreeThatHasNotTheLastCheckpoint) {
  CreateUsers(3);
  ASSERT_TRUE(GetCheckpoint().ok());
  const std::string signed_before = checkpoints->latest().note;
  Close();
  // A tile that says something else, and is taken up again.
  const std::string edge = std::string("\x08log_treer") + std::string(9, '\0');
  auto hashes = derived->Get(edge).value().value();
  hashes[0] ^= 1;
  ASSERT_TRUE(derived->Write({{edge, hashes}}).ok());
  Open();
  CreateUsers(1);
  EXPECT_EQ(base::ReasonOf(GetCheckpoint().status()),
            base::Reason::kDataCorrupted);
  EXPECT_EQ(checkpoints->latest().note, signed_before);
}

TEST_F(LogProofsTest, ExportsTheWholeLogAsABundleThatHolds) {
  CreateUsers(300);
  const proof::BundleVerifier& found = Verify(Export({}));
  EXPECT_TRUE(found.ok()) << found.problems().kept()[0].detail;
  EXPECT_EQ(found.records(), world.store->Head().number);
  EXPECT_EQ(found.chain().cut_streams(), 0U);
  EXPECT_EQ(keys_seen, 0);
}

TEST_F(LogProofsTest, ExportsARangeThatCanBeComparedWithWhatWasHandedOut) {
  CreateUsers(300);
  ASSERT_TRUE(GetCheckpoint().ok());
  const proof::Checkpoint before = checkpoints->latest().checkpoint;
  CreateUsers(300);
  audit::v1::ExportBundleRequest request;
  request.mutable_from()->set_number(before.size + 7);
  request.mutable_to()->set_number(before.size + 20);
  const proof::BundleVerifier& found = Verify(Export(request), before);
  EXPECT_TRUE(found.ok());
  EXPECT_EQ(found.records(), 14U);
  EXPECT_EQ(found.consistent(), true);
}

TEST_F(LogProofsTest, ExportsARangeThatCanBeComparedWhereItWasAskedFor) {
  CreateUsers(300);
  ASSERT_TRUE(GetCheckpoint().ok());
  const proof::Checkpoint between = {checkpoints->key().name, 150,
                                     tree->Reader().Root(150).value()};
  audit::v1::ExportBundleRequest request;
  request.mutable_from()->set_number(200);
  const proof::BundleVerifier& blind = Verify(Export(request), between);
  EXPECT_TRUE(blind.ok());
  EXPECT_TRUE(blind.since_is_untold());
  request.add_since_sizes(between.size);
  const proof::BundleVerifier& found = Verify(Export(request), between);
  EXPECT_TRUE(found.ok());
  EXPECT_EQ(found.consistent(), true);
}

TEST_F(LogProofsTest, ExportsOnePartnersRecordsWithTheirKeys) {
  admin::v1::CreatePartnerRequest nova;
  nova.set_partner_id("nova");
  nova.set_contract("boca-raton");
  ASSERT_TRUE(world.CreatePartner(nova).ok());
  CreateUsers(30);
  audit::v1::ExportBundleRequest request;
  request.set_partner_id("nova");
  EXPECT_EQ(Verify(Export(request)).records(), 2U);
  EXPECT_TRUE(verifier->ok());
  request.set_partner_id("acme");
  request.set_with_keys(true);
  EXPECT_EQ(Verify(Export(request)).records(), 32U);
  EXPECT_TRUE(verifier->ok());
  EXPECT_EQ(keys_seen, 30);
}

TEST_F(LogProofsTest, RefusesToExportWhatIsNotThere) {
  CreateUsers(3);
  ASSERT_TRUE(GetCheckpoint().ok());
  audit::v1::ExportBundleRequest request;
  request.mutable_to()->set_number(100);
  const auto refused = proofs->StartExport(request, checkpoints->latest());
  EXPECT_TRUE(absl::IsInvalidArgument(refused.status()));
}

}  // namespace
}  // namespace rollbook::services
