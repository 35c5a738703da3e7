#ifndef ROLLBOOK_PROOF_FRONTIER_H_
#define ROLLBOOK_PROOF_FRONTIER_H_

#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "base/crypto/hash.h"

namespace rollbook::proof {

// Perfect subtrees: node `index` of level `level` is the hash over the leaves
// [index << level, (index + 1) << level).
struct NodeId {
  unsigned level = 0;
  uint64_t index = 0;

  friend bool operator==(const NodeId&, const NodeId&) = default;
};

// The fewest perfect subtrees that cover the leaves [begin, end), from left to
// right.
void CoverRange(uint64_t begin, uint64_t end,
                absl::FunctionRef<void(NodeId)> visit);

// A tree that grows from left to right and keeps only what its root needs: at
// most 64 hashes. Takes leaves, and whole perfect subtrees by their hash.
class Frontier {
 public:
  // Adds the perfect subtree of 2^level leaves. False, and nothing is added,
  // when none of that size can begin here.
  bool Append(unsigned level, const base::Hash256& hash);

  uint64_t size() const { return size_; }
  // The root of the tree of size() leaves.
  base::Hash256 Root() const;

 private:
  uint64_t size_ = 0;
  // One per bit that is set in size_, the largest subtree first.
  std::vector<base::Hash256> subtrees_;
};

}  // namespace rollbook::proof

#endif  // ROLLBOOK_PROOF_FRONTIER_H_
