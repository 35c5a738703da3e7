#include "proof/merkle.h"

#include <array>
#include <string>

#include "base/bytes.h"
#include "gtest/gtest.h"
#include "proof/tree_test_support.h"

namespace rollbook::proof {
namespace {

using base::AsText;
using base::ToHex;

// The leaves and roots that implementations of Certificate Transparency have
// shared as test vectors since RFC 6962.
const std::array<const char*, 8> kInputs = {"",
                                            "00",
                                            "10",
                                            "2021",
                                            "3031",
                                            "40414243",
                                            "5051525354555657",
                                            "606162636465666768696a6b6c6d6e6f"};
const std::array<const char*, 8> kRoots = {
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};

TEST(Merkle, HasTheRootsOfRfc6962sTestVectors) {
  std::vector<Hash256> leaves;
  for (size_t i = 0; i < kInputs.size(); ++i) {
    leaves.push_back(LeafHash(base::FromHex(kInputs[i]).value()));
    EXPECT_EQ(ToHex(AsText(NaiveRoot(leaves))), kRoots[i]) << i + 1;
    EXPECT_EQ(ToHex(AsText(TestTree(leaves).builder().Root())), kRoots[i]);
  }
}

TEST(Merkle, TheEmptyTreeHasTheHashOfNothing) {
  EXPECT_EQ(ToHex(AsText(EmptyRoot())),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

TEST(Merkle, VerifiesEveryInclusionInSmallTreesAndNoOther) {
  const std::vector<Hash256> leaves = SomeLeaves(20);
  const TestTree tree(leaves);
  for (uint64_t size = 1; size <= leaves.size(); ++size) {
    const Hash256 root = NaiveRoot({leaves.data(), size});
    for (uint64_t index = 0; index < size; ++index) {
      auto path = tree.reader().InclusionProof(index, size).value();
      EXPECT_TRUE(VerifyInclusion(leaves[index], index, size, path, root));
      EXPECT_FALSE(
          VerifyInclusion(leaves[(index + 1) % 20], index, size, path, root));
      EXPECT_FALSE(
          VerifyInclusion(leaves[index], index, size, path, leaves[0]) &&
          size > 1);
      EXPECT_FALSE(VerifyInclusion(leaves[index], size, size, path, root));
      path.push_back(root);
      EXPECT_FALSE(VerifyInclusion(leaves[index], index, size, path, root));
      path.pop_back();
      if (path.empty()) continue;
      path.back()[0] ^= 1;
      EXPECT_FALSE(VerifyInclusion(leaves[index], index, size, path, root));
      path.pop_back();
      EXPECT_FALSE(VerifyInclusion(leaves[index], index, size, path, root));
    }
  }
}

TEST(Merkle, VerifiesEveryConsistencyOfSmallTreesAndNoOther) {
  const std::vector<Hash256> leaves = SomeLeaves(20);
  const TestTree tree(leaves);
  const Hash256 other = LeafHash("another tree");
  for (uint64_t to = 1; to <= leaves.size(); ++to) {
    const Hash256 new_root = NaiveRoot({leaves.data(), to});
    for (uint64_t from = 0; from <= to; ++from) {
      const Hash256 old_root = NaiveRoot({leaves.data(), from});
      auto path = tree.reader().ConsistencyProof(from, to).value();
      EXPECT_TRUE(VerifyConsistency(from, to, old_root, new_root, path));
      EXPECT_FALSE(VerifyConsistency(from, to, other, new_root, path));
      if (from > 0) {
        EXPECT_FALSE(VerifyConsistency(from, to, old_root, other, path));
      }
      EXPECT_FALSE(VerifyConsistency(to + 1, to, old_root, new_root, path));
      path.push_back(other);
      EXPECT_FALSE(VerifyConsistency(from, to, old_root, new_root, path));
      path.pop_back();
      if (path.empty()) continue;
      path.pop_back();
      EXPECT_FALSE(VerifyConsistency(from, to, old_root, new_root, path));
    }
  }
}

}  // namespace
}  // namespace rollbook::proof
