#include "proof/log_verifier.h"

#include <string>
#include <utility>

#include "proof/record_view.h"

namespace rollbook::proof {

LogVerifier::LogVerifier(std::set<uint64_t> sizes, Problems* problems)
    : sizes_(std::move(sizes)), problems_(*problems), checker_(problems) {}

void LogVerifier::Add(uint64_t position, std::string_view stored) {
  if (position != next_) {
    problems_.Add(next_, "missing",
                  "position " + std::to_string(position) + " comes instead");
  }
  next_ = position + 1;
  const auto record = ViewRecord(stored);
  if (!record || !HasGoodCrc(stored)) {
    problems_.Add(position, "record",
                  record ? "its bytes do not fit its checksum"
                         : "its bytes are no record");
    if (!record) return;
  }
  const base::Hash256 leaf = LeafOfRecord(stored);
  tree_.Append(0, leaf);
  if (sizes_.contains(tree_.size())) roots_[tree_.size()] = tree_.Root();
  if (record->position != position) {
    problems_.Add(position, "order", "the record belongs to another position");
    checker_.Pass(*record, leaf);
  } else {
    checker_.Check(*record, leaf);
  }
}

std::optional<base::Hash256> LogVerifier::RootAt(uint64_t size) const {
  if (size == tree_.size()) return tree_.Root();
  if (size == 0) return Frontier().Root();
  const auto root = roots_.find(size);
  if (root == roots_.end()) return std::nullopt;
  return root->second;
}

}  // namespace rollbook::proof
