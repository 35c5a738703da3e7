#ifndef ROLLBOOK_PROOF_TILE_READER_H_
#define ROLLBOOK_PROOF_TILE_READER_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/any_invocable.h"
#include "absl/status/statusor.h"
#include "base/crypto/hash.h"
#include "proof/frontier.h"

namespace rollbook::proof {

// Roots and proofs out of tiles. Keeps some of the tiles that it has read; one
// object per question. Not thread-safe. Errors: what `read` returns, and
// DATA_CORRUPTED for a tile that is too short.
class TileReader {
 public:
  // The hashes of a tile so far, by level and index.
  using ReadTile = absl::AnyInvocable<absl::StatusOr<std::string>(
      unsigned level, uint64_t index)>;

  explicit TileReader(ReadTile read) : read_(std::move(read)) {}

  // The hash of a perfect subtree.
  absl::StatusOr<base::Hash256> Node(NodeId node);
  // The root of the tree's first `size` leaves.
  absl::StatusOr<base::Hash256> Root(uint64_t size);
  // PATH(index, D[size]) of RFC 6962 section 2.1.1; index < size.
  absl::StatusOr<std::vector<base::Hash256>> InclusionProof(uint64_t index,
                                                            uint64_t size);
  // PROOF(from, D[to]) of RFC 6962 section 2.1.2; from <= to. Empty from 0.
  absl::StatusOr<std::vector<base::Hash256>> ConsistencyProof(uint64_t from,
                                                              uint64_t to);

 private:
  // The hash over the leaves [begin, end) as a subtree of the whole tree.
  absl::StatusOr<base::Hash256> Subtree(uint64_t begin, uint64_t end);

  ReadTile read_;
  std::map<std::pair<unsigned, uint64_t>, std::string> tiles_;
};

}  // namespace rollbook::proof

#endif  // ROLLBOOK_PROOF_TILE_READER_H_
