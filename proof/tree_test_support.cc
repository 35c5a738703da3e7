#include "proof/tree_test_support.h"

#include <string_view>

#include "proof/merkle.h"

namespace rollbook::proof {

std::vector<base::Hash256> SomeLeaves(size_t count) {
  std::vector<base::Hash256> leaves;
  leaves.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    leaves.push_back(LeafHash("leaf " + std::to_string(i)));
  }
  return leaves;
}

base::Hash256 NaiveRoot(std::span<const base::Hash256> leaves) {
  if (leaves.empty()) return EmptyRoot();
  if (leaves.size() == 1) return leaves.front();
  const size_t split = SplitOf(leaves.size());
  return NodeHash(NaiveRoot(leaves.first(split)),
                  NaiveRoot(leaves.subspan(split)));
}

TestTree::TestTree(std::span<const base::Hash256> leaves) {
  for (const base::Hash256& leaf : leaves) {
    builder_.Append(leaf, [this](const TileId& tile, std::string_view bytes) {
      full_[{tile.level, tile.index}] = std::string(bytes);
    });
  }
}

TileReader TestTree::reader() const {
  return TileReader(
      [this](unsigned level, uint64_t index) -> absl::StatusOr<std::string> {
        const auto tile = full_.find({level, index});
        return tile == full_.end() ? builder_.edge()[level] : tile->second;
      });
}

}  // namespace rollbook::proof
