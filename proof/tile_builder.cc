#include "proof/tile_builder.h"

#include <utility>

#include "base/bytes.h"
#include "proof/frontier.h"
#include "proof/merkle.h"

namespace rollbook::proof {
namespace {

// Leaves under one hash of a tile, as a power of two.
unsigned Shift(unsigned tile_level) { return tile_level * kTileHeight; }

}  // namespace

unsigned PartialWidth(uint64_t size, unsigned level) {
  if (level >= kMaxTileLevels) return 0;
  return static_cast<unsigned>(size >> Shift(level) & (kTileWidth - 1));
}

uint64_t PartialTileIndex(uint64_t size, unsigned level) {
  const unsigned shift = Shift(level + 1);
  return shift >= 64 ? 0 : size >> shift;
}

std::optional<TileBuilder> TileBuilder::Resume(uint64_t size,
                                               std::vector<std::string> edge) {
  edge.resize(kMaxTileLevels);
  for (unsigned level = 0; level < kMaxTileLevels; ++level) {
    if (edge[level].size() != PartialWidth(size, level) * kHashBytes) {
      return std::nullopt;
    }
  }
  TileBuilder builder;
  builder.size_ = size;
  builder.edge_ = std::move(edge);
  return builder;
}

void TileBuilder::Append(const base::Hash256& leaf, FullTile full) {
  edge_.resize(kMaxTileLevels);
  base::Hash256 hash = leaf;
  for (unsigned level = 0; level < kMaxTileLevels; ++level) {
    std::string& tile = edge_[level];
    tile.append(base::AsText(hash));
    if (tile.size() < kTileWidth * kHashBytes) break;
    full({level, PartialTileIndex(size_, level), kTileWidth}, tile);
    hash = HashOverTile(tile, 0, kTileWidth);
    tile.clear();
  }
  ++size_;
}

base::Hash256 TileBuilder::Root() const {
  Frontier frontier;
  CoverRange(0, size_, [&](NodeId node) {
    const unsigned level = node.level / kTileHeight;
    const unsigned height = node.level % kTileHeight;
    const size_t count = size_t{1} << height;
    const size_t first = (node.index << height) & (kTileWidth - 1);
    frontier.Append(node.level, HashOverTile(edge_[level], first, count));
  });
  return frontier.Root();
}

}  // namespace rollbook::proof
