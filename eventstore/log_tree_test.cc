#include "eventstore/log_tree.h"

#include <gtest/gtest.h>

#include <future>
#include <memory>
#include <string>
#include <vector>

#include "base/crypto/random.h"
#include "eventstore/in_memory_event_store.h"
#include "eventstore/keys.h"
#include "eventstore/projection_keys.h"
#include "eventstore/record.h"
#include "eventstore/test_support.h"
#include "proof/merkle.h"
#include "proof/tile.h"

namespace rollbook::eventstore {
namespace {

class LogTreeTest : public testing::Test {
 protected:
  void Append(int events) {
    for (int i = 0; i < events; ++i) {
      MustAppend(*log_, OneEvent(Stream("s"), version_++));
    }
  }

  std::unique_ptr<LogTree> Start() {
    auto tree = LogTree::Start(log_.get(), derived_.get());
    EXPECT_TRUE(tree.ok());
    return *std::move(tree);
  }

  // The head once the tree has all of the log.
  LogTree::Head CatchUp(LogTree& tree) {
    std::promise<void> reached;
    const uint64_t id = tree.WaitForSize(log_->Head().number,
                                         [&reached] { reached.set_value(); });
    reached.get_future().wait();
    tree.CancelWait(id);
    EXPECT_TRUE(tree.head().status.ok());
    return tree.head();
  }

  std::vector<base::Hash256> Leaves() {
    std::vector<base::Hash256> leaves;
    const auto records = log_->ReadRawLog({}, 1 << 20, 1 << 30);
    for (const std::string& record : *records) {
      leaves.push_back(RecordHash(record));
    }
    return leaves;
  }

  base::Hash256 RootOfLog() {
    proof::TileBuilder builder;
    for (const base::Hash256& leaf : Leaves()) {
      builder.Append(leaf, [](const proof::TileId&, std::string_view) {});
    }
    return builder.Root();
  }

  uint64_t version_ = 0;
  base::FakeClock clock_{Noon()};
  std::unique_ptr<EventStore> log_ =
      MakeInMemoryEventStore(clock_, base::CryptoRandom());
  std::unique_ptr<DerivedStore> derived_ = MakeInMemoryDerivedStore();
};

TEST_F(LogTreeTest, OfAnEmptyLogIsEmpty) {
  const auto tree = Start();
  EXPECT_EQ(tree->head().size, 0U);
  EXPECT_EQ(tree->head().root, proof::EmptyRoot());
}

TEST_F(LogTreeTest, FollowsTheLog) {
  const auto tree = Start();
  for (const int more : {1, 2, 253, 1, 300}) {
    Append(more);
    const LogTree::Head head = CatchUp(*tree);
    EXPECT_EQ(head.size, version_);
    EXPECT_EQ(head.root, RootOfLog());
  }
  EXPECT_EQ(tree->Tile(0, 0)->size(), proof::kTileWidth * proof::kHashBytes);
  EXPECT_EQ(tree->Tile(1, 0)->size(), 2 * proof::kHashBytes);
  EXPECT_EQ(*tree->Tile(0, 9), "");
}

TEST_F(LogTreeTest, ProvesEveryRecord) {
  Append(300);
  const auto tree = Start();
  const LogTree::Head head = CatchUp(*tree);
  const std::vector<base::Hash256> leaves = Leaves();
  proof::TileReader reader = tree->Reader();
  for (uint64_t i = 0; i < leaves.size(); ++i) {
    EXPECT_TRUE(proof::VerifyInclusion(leaves[i], i, head.size,
                                       *reader.InclusionProof(i, head.size),
                                       head.root));
  }
}

TEST_F(LogTreeTest, GoesOnWhereItStopped) {
  Append(300);
  { CatchUp(*Start()); }
  // What was built is not read again: a tile that was changed stays changed.
  DerivedStore::Changes changes;
  std::string key = ProjectionPrefix("log_tree") + kProjectionRow;
  key.append(9, '\0');
  changes[key] = std::string(8192, 'x');
  ASSERT_TRUE(derived_->Write(changes).ok());
  Append(300);
  const auto tree = Start();
  EXPECT_EQ(CatchUp(*tree).root, RootOfLog());
  EXPECT_EQ(*tree->Tile(0, 0), std::string(8192, 'x'));
}

TEST_F(LogTreeTest, IsBuiltAgainForAnotherLog) {
  Append(300);
  { CatchUp(*Start()); }
  log_ = MakeInMemoryEventStore(clock_, base::CryptoRandom());
  version_ = 0;
  Append(400);
  const auto tree = Start();
  EXPECT_EQ(CatchUp(*tree).root, RootOfLog());
}

TEST_F(LogTreeTest, IsBuiltAgainWhenItsEdgeIsGone) {
  Append(300);
  { CatchUp(*Start()); }
  std::string edge = ProjectionPrefix("log_tree") + kProjectionRow;
  edge.append(8, '\0').append(1, '\x01');
  ASSERT_TRUE(derived_->DeletePrefix(edge).ok());
  const auto tree = Start();
  EXPECT_EQ(CatchUp(*tree).root, RootOfLog());
}

TEST_F(LogTreeTest, WakesWhoWaitsWhenItEnds) {
  std::promise<void> woken;
  {
    const auto tree = Start();
    tree->WaitForSize(1, [&woken] { woken.set_value(); });
  }
  woken.get_future().wait();
}

}  // namespace
}  // namespace rollbook::eventstore
