#ifndef ROLLBOOK_PROOF_TILE_BUILDER_H_
#define ROLLBOOK_PROOF_TILE_BUILDER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/functional/function_ref.h"
#include "base/crypto/hash.h"
#include "proof/tile.h"

namespace rollbook::proof {

// Builds the tiles of a growing log. Holds the partial tiles of the right
// edge only: at most 8 KiB a level.
class TileBuilder {
 public:
  // Takes one tile's bytes; called for every tile when it is full.
  using FullTile = absl::FunctionRef<void(const TileId&, std::string_view)>;

  TileBuilder() = default;

  // Goes on from the partial tiles of a tree of `size` leaves, given by level;
  // nullopt when their widths are not those of such a tree.
  static std::optional<TileBuilder> Resume(uint64_t size,
                                           std::vector<std::string> edge);

  void Append(const base::Hash256& leaf, FullTile full);

  uint64_t size() const { return size_; }
  base::Hash256 Root() const;

  // The partial tiles, by level; some may be empty.
  const std::vector<std::string>& edge() const { return edge_; }

 private:
  uint64_t size_ = 0;
  std::vector<std::string> edge_;
};

// Width of the partial tile of a level in a tree of `size` leaves; 0: none.
unsigned PartialWidth(uint64_t size, unsigned level);
// Where it lies: the index of the first tile of the level that is not full.
uint64_t PartialTileIndex(uint64_t size, unsigned level);

}  // namespace rollbook::proof

#endif  // ROLLBOOK_PROOF_TILE_BUILDER_H_
