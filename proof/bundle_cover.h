#ifndef ROLLBOOK_PROOF_BUNDLE_COVER_H_
#define ROLLBOOK_PROOF_BUNDLE_COVER_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>

#include "base/crypto/hash.h"
#include "proof/frontier.h"

namespace rollbook::proof {

// The tree that a bundle lays out from left to right, as its subtrees and
// records come, computed twice: from the hashes that stand beside the records,
// and from the records themselves. While the two agree it is computed once.
class BundleCover {
 public:
  // Roots are kept at these sizes, beside the last one.
  explicit BundleCover(std::set<uint64_t> sizes) : sizes_(std::move(sizes)) {}

  // False: no such subtree can stand here, and the cover is broken for good.
  bool AddSubtree(unsigned level, const base::Hash256& hash);
  void AddRecord(const base::Hash256& stated, const base::Hash256& computed);
  void Break() { broken_ = true; }

  bool broken() const { return broken_; }
  uint64_t size() const { return stated_.size(); }

  // The roots at a size that was passed, or the present one; nullopt when no
  // item ended there.
  struct Roots {
    base::Hash256 stated;
    base::Hash256 computed;
    bool Has(const base::Hash256& root) const {
      return stated == root || computed == root;
    }
  };
  std::optional<Roots> RootsAt(uint64_t size) const;

 private:
  Roots Now() const;
  void Remember();

  const std::set<uint64_t> sizes_;
  Frontier stated_;
  std::optional<Frontier> computed_;  // absent while it is the same
  std::map<uint64_t, Roots> passed_;
  bool broken_ = false;
};

}  // namespace rollbook::proof

#endif  // ROLLBOOK_PROOF_BUNDLE_COVER_H_
