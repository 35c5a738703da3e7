#include "proof/bundle_cover.h"

namespace rollbook::proof {

bool BundleCover::AddSubtree(unsigned level, const base::Hash256& hash) {
  if (broken_) return true;
  if (!stated_.Append(level, hash)) {
    broken_ = true;
    return false;
  }
  if (computed_) computed_->Append(level, hash);
  Remember();
  return true;
}

void BundleCover::AddRecord(const base::Hash256& stated,
                            const base::Hash256& computed) {
  if (broken_) return;
  if (!computed_ && stated != computed) computed_ = stated_;
  stated_.Append(0, stated);
  if (computed_) computed_->Append(0, computed);
  Remember();
}

BundleCover::Roots BundleCover::Now() const {
  Roots roots;
  roots.stated = stated_.Root();
  roots.computed = computed_ ? computed_->Root() : roots.stated;
  return roots;
}

void BundleCover::Remember() {
  if (sizes_.contains(size())) passed_[size()] = Now();
}

std::optional<BundleCover::Roots> BundleCover::RootsAt(uint64_t size) const {
  if (size == stated_.size()) return Now();
  // The tree without leaves is known to everybody.
  if (size == 0) return Roots{Frontier().Root(), Frontier().Root()};
  const auto passed = passed_.find(size);
  if (passed == passed_.end()) return std::nullopt;
  return passed->second;
}

}  // namespace rollbook::proof
