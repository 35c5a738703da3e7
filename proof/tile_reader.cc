#include "proof/tile_reader.h"

#include <algorithm>

#include "base/error.h"
#include "base/status_macros.h"
#include "proof/merkle.h"
#include "proof/tile.h"

namespace rollbook::proof {
namespace {

// Of 8 KiB each; one proof needs a few.
constexpr size_t kMaxTiles = 64;

}  // namespace

using base::Hash256;

absl::StatusOr<Hash256> TileReader::Node(NodeId node) {
  const unsigned level = node.level / kTileHeight;
  const unsigned height = node.level % kTileHeight;
  const uint64_t first = node.index << height;
  const std::pair key(level, first / kTileWidth);
  auto tile = tiles_.find(key);
  if (tile == tiles_.end()) {
    ASSIGN_OR_RETURN(std::string bytes, read_(key.first, key.second));
    if (tiles_.size() == kMaxTiles) tiles_.clear();
    tile = tiles_.emplace(key, std::move(bytes)).first;
  }
  const size_t at = first % kTileWidth;
  const size_t count = size_t{1} << height;
  if (tile->second.size() < (at + count) * kHashBytes) {
    return base::ErrorWithText(base::Reason::kDataCorrupted,
                               "A tile of the tree is too short");
  }
  return HashOverTile(tile->second, at, count);
}

absl::StatusOr<Hash256> TileReader::Subtree(uint64_t begin, uint64_t end) {
  // Subtrees of the whole tree begin at a multiple of their size: their leaves
  // may be counted from 0.
  std::vector<NodeId> nodes;
  CoverRange(begin, end, [&](NodeId node) { nodes.push_back(node); });
  Frontier frontier;
  for (const NodeId node : nodes) {
    ASSIGN_OR_RETURN(const Hash256 hash, Node(node));
    frontier.Append(node.level, hash);
  }
  return frontier.Root();
}

absl::StatusOr<Hash256> TileReader::Root(uint64_t size) {
  return Subtree(0, size);
}

absl::StatusOr<std::vector<Hash256>> TileReader::InclusionProof(uint64_t index,
                                                                uint64_t size) {
  std::vector<Hash256> path;
  uint64_t begin = 0;
  uint64_t end = size;
  while (end - begin > 1) {
    const uint64_t middle = begin + SplitOf(end - begin);
    const bool left = index < middle;
    ASSIGN_OR_RETURN(path.emplace_back(),
                     left ? Subtree(middle, end) : Subtree(begin, middle));
    (left ? end : begin) = middle;
  }
  std::reverse(path.begin(), path.end());
  return path;
}

absl::StatusOr<std::vector<Hash256>> TileReader::ConsistencyProof(uint64_t from,
                                                                  uint64_t to) {
  std::vector<Hash256> path;
  if (from == 0) return path;
  uint64_t begin = 0;
  uint64_t end = to;
  while (from != end) {
    const uint64_t middle = begin + SplitOf(end - begin);
    const bool left = from <= middle;
    ASSIGN_OR_RETURN(path.emplace_back(),
                     left ? Subtree(middle, end) : Subtree(begin, middle));
    (left ? end : begin) = middle;
  }
  // The old tree's own root is known to whoever asks.
  if (begin != 0) {
    ASSIGN_OR_RETURN(path.emplace_back(), Subtree(begin, end));
  }
  std::reverse(path.begin(), path.end());
  return path;
}

}  // namespace rollbook::proof
