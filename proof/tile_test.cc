#include "proof/tile.h"

#include <random>

#include "gtest/gtest.h"
#include "proof/frontier.h"
#include "proof/merkle.h"
#include "proof/tile_builder.h"
#include "proof/tree_test_support.h"

namespace rollbook::proof {
namespace {

TEST(TilePath, IsWrittenAsTheSpecificationShows) {
  EXPECT_EQ(TilePath({0, 1234067, 256}), "tile/0/x001/x234/067");
  EXPECT_EQ(TilePath({1, 0, 17}), "tile/1/000.p/17");
  EXPECT_EQ(TilePath({7, 1000, 256}), "tile/7/x001/000");
}

TEST(TilePath, IsReadBack) {
  for (const uint64_t index :
       {uint64_t{0}, uint64_t{999}, uint64_t{1000}, uint64_t{1234067},
        uint64_t{1000000}, UINT64_MAX}) {
    for (const unsigned width : {1U, 255U, 256U}) {
      const TileId tile{3, index, width};
      EXPECT_EQ(ParseTilePath(TilePath(tile)), tile) << TilePath(tile);
    }
  }
}

TEST(TilePath, HasOneFormOnly) {
  for (const char* path : {"tile/0/0",
                           "tile/0/0000",
                           "tile/00/000",
                           "tile/64/000",
                           "tile/0/x000/001",
                           "tile/0/001/002",
                           "tile/0/x001",
                           "tile/0/x001/",
                           "tile/0/000.p/0",
                           "tile/0/000.p/256",
                           "tile/0/000.p/01",
                           "tile/0/000.p/",
                           "tile/0/-01",
                           "tile/0/000/",
                           "tile//000",
                           "tile/0",
                           "tile/entries/000",
                           "/tile/0/000",
                           "tile/0/x999/x999/x999/x999/x999/x999/999",
                           "tile/0/x001/x000/x000/x000/x000/x000/x000/000"}) {
    EXPECT_EQ(ParseTilePath(path), std::nullopt) << path;
  }
}

TEST(TileBuilder, HasTheWidthsOfTheSpecificationsExample) {
  constexpr uint64_t kSize = 70'000;
  EXPECT_EQ(PartialWidth(kSize, 0), 112U);
  EXPECT_EQ(PartialWidth(kSize, 1), 17U);
  EXPECT_EQ(PartialWidth(kSize, 2), 1U);
  EXPECT_EQ(PartialWidth(kSize, 3), 0U);
}

TEST(TileBuilder, AgreesWithTheNaiveTreeAtEverySize) {
  const std::vector<base::Hash256> leaves = SomeLeaves(600);
  TileBuilder builder;
  EXPECT_EQ(builder.Root(), EmptyRoot());
  for (size_t size = 1; size <= leaves.size(); ++size) {
    builder.Append(leaves[size - 1], [](const TileId&, std::string_view) {});
    ASSERT_EQ(builder.Root(), NaiveRoot({leaves.data(), size})) << size;
  }
}

TEST(TileBuilder, FillsTilesInOrderUpThroughTheLevels) {
  const TestTree tree(SomeLeaves(65'536 + 300));
  EXPECT_EQ(tree.full().size(), 257U + 1);
  EXPECT_EQ(tree.builder().edge()[0].size(), 44 * kHashBytes);
  EXPECT_EQ(tree.builder().edge()[1].size(), 1 * kHashBytes);
  EXPECT_EQ(tree.builder().edge()[2].size(), 1 * kHashBytes);
  EXPECT_EQ(PartialTileIndex(tree.builder().size(), 0), 257U);
  EXPECT_EQ(PartialTileIndex(tree.builder().size(), 1), 1U);
  EXPECT_EQ(PartialTileIndex(tree.builder().size(), 2), 0U);
}

TEST(TileBuilder, GoesOnFromItsEdge) {
  const std::vector<base::Hash256> leaves = SomeLeaves(1000);
  const TestTree half({leaves.data(), 517});
  auto builder = TileBuilder::Resume(517, half.builder().edge());
  ASSERT_TRUE(builder);
  for (size_t i = 517; i < leaves.size(); ++i) {
    builder->Append(leaves[i], [](const TileId&, std::string_view) {});
  }
  EXPECT_EQ(builder->Root(), NaiveRoot(leaves));
  EXPECT_FALSE(TileBuilder::Resume(518, half.builder().edge()));
  EXPECT_FALSE(TileBuilder::Resume(517, {}));
}

TEST(TileReader, ProvesAnythingInTreesOfAnySize) {
  const std::vector<base::Hash256> leaves = SomeLeaves(70'000);
  const TestTree tree(leaves);
  std::mt19937_64 random(1);  // the same cases every time
  for (int i = 0; i < 200; ++i) {
    const uint64_t to = 1 + random() % leaves.size();
    const uint64_t from = random() % (to + 1);
    const uint64_t index = random() % to;
    TileReader reader = tree.reader();
    const base::Hash256 root = reader.Root(to).value();
    if (i < 20) {
      EXPECT_EQ(root, NaiveRoot({leaves.data(), to}));
    }
    EXPECT_TRUE(VerifyInclusion(leaves[index], index, to,
                                reader.InclusionProof(index, to).value(),
                                root));
    EXPECT_TRUE(VerifyConsistency(from, to, reader.Root(from).value(), root,
                                  reader.ConsistencyProof(from, to).value()));
  }
}

TEST(TileReader, SaysThatATileIsTooShort) {
  const TestTree tree(SomeLeaves(10));
  TileReader reader = tree.reader();
  EXPECT_TRUE(absl::IsDataLoss(reader.Root(11).status()));
}

TEST(Frontier, TakesAnyCoverOfTheTree) {
  const std::vector<base::Hash256> leaves = SomeLeaves(900);
  const TestTree tree(leaves);
  std::mt19937_64 random(2);
  for (int i = 0; i < 200; ++i) {
    const uint64_t size = 1 + random() % leaves.size();
    TileReader reader = tree.reader();
    Frontier frontier;
    while (frontier.size() < size) {
      const uint64_t end =
          frontier.size() + 1 +
          random() % std::min<uint64_t>(200, size - frontier.size());
      CoverRange(frontier.size(), std::min(end, size), [&](NodeId node) {
        ASSERT_TRUE(frontier.Append(node.level, reader.Node(node).value()));
      });
      ASSERT_EQ(frontier.Root(), reader.Root(frontier.size()).value());
    }
    ASSERT_EQ(frontier.size(), size);
  }
}

TEST(Frontier, RefusesASubtreeThatCannotBeginHere) {
  Frontier frontier;
  EXPECT_TRUE(frontier.Append(0, LeafHash("a")));
  EXPECT_FALSE(frontier.Append(1, LeafHash("bc")));
  EXPECT_EQ(frontier.size(), 1U);
  EXPECT_FALSE(frontier.Append(63, LeafHash("")));
}

}  // namespace
}  // namespace rollbook::proof
