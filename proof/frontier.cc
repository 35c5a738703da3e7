#include "proof/frontier.h"

#include <algorithm>
#include <bit>

#include "proof/merkle.h"

namespace rollbook::proof {

void CoverRange(uint64_t begin, uint64_t end,
                absl::FunctionRef<void(NodeId)> visit) {
  while (begin < end) {
    const unsigned fits =
        static_cast<unsigned>(std::bit_width(end - begin)) - 1;
    const unsigned aligned =
        begin == 0 ? fits : static_cast<unsigned>(std::countr_zero(begin));
    const unsigned level = std::min(fits, aligned);
    visit({level, begin >> level});
    begin += uint64_t{1} << level;
  }
}

bool Frontier::Append(unsigned level, const base::Hash256& hash) {
  if (level >= 63) return false;
  const uint64_t leaves = uint64_t{1} << level;
  if ((size_ & (leaves - 1)) != 0 || size_ > UINT64_MAX - leaves) return false;
  base::Hash256 subtree = hash;
  for (uint64_t bit = leaves; (size_ & bit) != 0; bit <<= 1) {
    subtree = NodeHash(subtrees_.back(), subtree);
    subtrees_.pop_back();
  }
  subtrees_.push_back(subtree);
  size_ += leaves;
  return true;
}

base::Hash256 Frontier::Root() const {
  if (subtrees_.empty()) return EmptyRoot();
  base::Hash256 root = subtrees_.back();
  for (auto left = subtrees_.rbegin() + 1; left != subtrees_.rend(); ++left) {
    root = NodeHash(*left, root);
  }
  return root;
}

}  // namespace rollbook::proof
