#include "proof/merkle.h"

#include <array>
#include <bit>
#include <cstring>

namespace rollbook::proof {
namespace {

// Leaves and inner nodes are told apart by their first byte.
constexpr std::string_view kLeaf("\x00", 1);
constexpr char kNode = 0x01;

}  // namespace

Hash256 LeafHash(std::string_view data) { return base::Sha256({kLeaf, data}); }

Hash256 NodeHash(const Hash256& left, const Hash256& right) {
  // In one piece: each part costs a call, and there are as many nodes as
  // leaves.
  std::array<char, 1 + 2 * sizeof(Hash256)> bytes;
  bytes[0] = kNode;
  std::memcpy(bytes.data() + 1, left.data(), left.size());
  std::memcpy(bytes.data() + 1 + left.size(), right.data(), right.size());
  return base::Sha256({std::string_view(bytes.data(), bytes.size())});
}

Hash256 EmptyRoot() { return base::Sha256({}); }

uint64_t SplitOf(uint64_t size) { return std::bit_floor(size - 1); }

bool VerifyInclusion(const Hash256& leaf, uint64_t index, uint64_t size,
                     std::span<const Hash256> path, const Hash256& root) {
  if (index >= size) return false;
  uint64_t node = index;
  uint64_t last = size - 1;
  Hash256 hash = leaf;
  for (const Hash256& sibling : path) {
    if (last == 0) return false;
    if ((node & 1) == 1 || node == last) {
      hash = NodeHash(sibling, hash);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      hash = NodeHash(hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && hash == root;
}

bool VerifyConsistency(uint64_t from, uint64_t to, const Hash256& from_root,
                       const Hash256& to_root, std::span<const Hash256> path) {
  if (from > to) return false;
  if (from == to) return path.empty() && from_root == to_root;
  // Everything is an addition to nothing.
  if (from == 0) return path.empty() && from_root == EmptyRoot();

  uint64_t node = from - 1;
  uint64_t last = to - 1;
  while ((node & 1) == 1) {
    node >>= 1;
    last >>= 1;
  }
  // A `from` that is a power of two is a node of the new tree itself.
  const bool is_node = std::has_single_bit(from);
  if (!is_node && path.empty()) return false;
  Hash256 old_hash = is_node ? from_root : path.front();
  Hash256 new_hash = old_hash;
  for (const Hash256& sibling : is_node ? path : path.subspan(1)) {
    if (last == 0) return false;
    if ((node & 1) == 1 || node == last) {
      old_hash = NodeHash(sibling, old_hash);
      new_hash = NodeHash(sibling, new_hash);
      while ((node & 1) == 0 && node != 0) {
        node >>= 1;
        last >>= 1;
      }
    } else {
      new_hash = NodeHash(new_hash, sibling);
    }
    node >>= 1;
    last >>= 1;
  }
  return last == 0 && old_hash == from_root && new_hash == to_root;
}

}  // namespace rollbook::proof
