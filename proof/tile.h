#ifndef ROLLBOOK_PROOF_TILE_H_
#define ROLLBOOK_PROOF_TILE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/crypto/hash.h"

// The tree as tiles of height 8 (C2SP tlog-tiles): tile `index` of level
// `level` holds the hashes of 256 consecutive perfect subtrees of 256^level
// leaves each, one after the other; a partial tile holds fewer.
namespace rollbook::proof {

inline constexpr unsigned kTileHeight = 8;
inline constexpr unsigned kTileWidth = 1U << kTileHeight;
inline constexpr size_t kHashBytes = 32;
// 256^8 leaves do not fit a 64-bit size: these levels are all there can be.
inline constexpr unsigned kMaxTileLevels = 8;

struct TileId {
  unsigned level = 0;
  uint64_t index = 0;
  unsigned width = kTileWidth;  // hashes in it, 1 to 256

  friend bool operator==(const TileId&, const TileId&) = default;
};

// "tile/0/x001/x234/067", for a partial one "tile/0/x001/x234/067.p/17".
std::string TilePath(const TileId& tile);
// nullopt for anything that TilePath does not write.
std::optional<TileId> ParseTilePath(std::string_view path);

// The hash number `at` of a tile's bytes, which must reach that far.
base::Hash256 HashInTile(std::string_view tile, size_t at);

// The root over `count` consecutive hashes from `first` on; `count` is a power
// of two.
base::Hash256 HashOverTile(std::string_view tile, size_t first, size_t count);

}  // namespace rollbook::proof

#endif  // ROLLBOOK_PROOF_TILE_H_
