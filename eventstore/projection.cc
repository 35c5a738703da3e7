#include "eventstore/projection.h"

#include <utility>

#include "eventstore/projection_keys.h"

namespace rollbook::eventstore {

std::string ProjectionRowPrefix(std::string_view name) {
  return ProjectionPrefix(name) + kProjectionRow;
}

std::string ProjectionRows::Key(std::string_view key) const {
  std::string full = prefix_;
  full.append(key);
  return full;
}

absl::StatusOr<std::optional<std::string>> ProjectionRows::Get(
    std::string_view key) const {
  const std::string full = Key(key);
  for (const DerivedStore::Changes* changes : {&fresh_, &kept_}) {
    const auto it = changes->find(full);
    if (it != changes->end()) return it->second;
  }
  return store_.Get(full);
}

void ProjectionRows::Put(std::string_view key, std::string value) {
  fresh_.insert_or_assign(Key(key), std::move(value));
}

void ProjectionRows::Delete(std::string_view key) {
  fresh_.insert_or_assign(Key(key), std::nullopt);
}

void ProjectionRows::Keep() {
  while (!fresh_.empty()) {
    auto kept = kept_.insert(fresh_.extract(fresh_.begin()));
    if (!kept.inserted) kept.position->second = std::move(kept.node.mapped());
  }
}

DerivedStore::Changes ProjectionRows::TakeKept() {
  return std::exchange(kept_, {});
}

}  // namespace rollbook::eventstore
