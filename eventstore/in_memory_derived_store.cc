#include <algorithm>
#include <functional>
#include <map>
#include <utility>

#include "absl/base/thread_annotations.h"
#include "base/mutex.h"
#include "eventstore/derived_store.h"

namespace rollbook::eventstore {
namespace {

using Rows = std::map<std::string, std::string, std::less<>>;

class InMemoryCursor final : public DerivedStore::Cursor {
 public:
  explicit InMemoryCursor(Rows rows)
      : rows_(std::move(rows)), at_(rows_.begin()) {}

  bool valid() const override { return at_ != rows_.end(); }
  std::string_view key() const override { return at_->first; }
  std::string_view value() const override { return at_->second; }
  void Next() override { ++at_; }
  absl::Status status() const override { return absl::OkStatus(); }

 private:
  const Rows rows_;
  Rows::const_iterator at_;
};

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

  std::unique_ptr<Cursor> NewCursor(std::string_view prefix) const override {
    base::MutexLock lock(mutex_);
    Rows rows;
    for (auto row = rows_.lower_bound(prefix);
         row != rows_.end() && row->first.starts_with(prefix); ++row) {
      rows.insert(*row);
    }
    return std::make_unique<InMemoryCursor>(std::move(rows));
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
  Rows rows_ ABSL_GUARDED_BY(mutex_);
};

}  // namespace

std::unique_ptr<DerivedStore> MakeInMemoryDerivedStore() {
  return std::make_unique<InMemoryDerivedStore>();
}

}  // namespace rollbook::eventstore
