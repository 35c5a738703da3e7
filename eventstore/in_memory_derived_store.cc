#include <algorithm>
#include <functional>

#include "absl/base/thread_annotations.h"
#include "base/mutex.h"
#include "eventstore/derived_store.h"

namespace rollbook::eventstore {
namespace {

class InMemoryDerivedStore final : public DerivedStore {
 public:
  absl::StatusOr<std::optional<std::string>> Get(
      std::string_view key) const override {
    base::MutexLock lock(mutex_);
    const auto row = rows_.find(key);
    if (row == rows_.end()) return std::nullopt;
    return row->second;
  }

  absl::Status Scan(std::string_view prefix, std::string_view first,
                    absl::FunctionRef<bool(std::string_view, std::string_view)>
                        visit) const override {
    base::MutexLock lock(mutex_);
    for (auto row = rows_.lower_bound(std::max(prefix, first));
         row != rows_.end() && row->first.starts_with(prefix); ++row) {
      if (!visit(row->first, row->second)) break;
    }
    return absl::OkStatus();
  }

  absl::Status Write(const Changes& changes) override {
    base::MutexLock lock(mutex_);
    for (const auto& [key, value] : changes) {
      if (value) {
        rows_.insert_or_assign(key, *value);
      } else {
        rows_.erase(key);
      }
    }
    return absl::OkStatus();
  }

  absl::Status DeletePrefix(std::string_view prefix) override {
    base::MutexLock lock(mutex_);
    std::erase_if(
        rows_, [&](const auto& row) { return row.first.starts_with(prefix); });
    return absl::OkStatus();
  }

 private:
  mutable base::Mutex mutex_;
  std::map<std::string, std::string, std::less<>> rows_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

std::unique_ptr<DerivedStore> MakeInMemoryDerivedStore() {
  return std::make_unique<InMemoryDerivedStore>();
}

}  // namespace rollbook::eventstore
