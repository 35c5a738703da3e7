#include <array>
#include <latch>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/hash/hash.h"
#include "base/error.h"
#include "base/status_macros.h"
#include "base/worker_pool.h"
#include "proof/record_view.h"
#include "services/projections/projection_check.h"
#include "services/projections/snapshot_share.h"

namespace rollbook::services {
namespace {

constexpr size_t kPageBytes = 4 << 20;
// Opening events costs far more than reading them: one thread reads and both
// open. More would be taken from those who serve.
constexpr size_t kShares = 2;

class SnapshotCheck final : public ProjectionCheck {
 public:
  SnapshotCheck(const eventstore::EventStore* store, const KeyVault* vault,
                RepairRow repair)
      : store_(*store),
        vault_(vault),
        repair_(std::move(repair)),
        end_(store->Head()),
        shares_({SnapshotShare(store, vault), SnapshotShare(store, vault)}),
        helpers_(kShares - 1, kShares) {}

  absl::Status Step(size_t max_records) override {
    ASSIGN_OR_RETURN(const auto page,
                     store_.ReadRawLog(at_, max_records, kPageBytes));
    bool at_end = page.empty();
    std::array<std::vector<std::string_view>, kShares> dealt;
    for (const std::string& stored : page) {
      const auto record = proof::ViewRecord(stored);
      if (!record) return base::Error(base::Reason::kDataCorrupted);
      at_end = record->position > end_.number;
      if (at_end) break;
      at_.number = record->position;
      ++checked_;
      dealt[absl::HashOf(record->tenant, record->id) % kShares].push_back(
          stored);
    }
    at_end = at_end || at_ >= end_;
    std::array<SnapshotShare::Found, kShares> found;
    InParallel([&](size_t i) { found[i] = Run(shares_[i], dealt[i], at_end); });
    for (SnapshotShare::Found& one : found) {
      RETURN_IF_ERROR(one.status());
      if (*one && (!divergence_ || (*one)->position < divergence_->position)) {
        divergence_ = *std::move(one);
      }
    }
    done_ = at_end;
    return absl::OkStatus();
  }

 private:
  void InParallel(const std::function<void(size_t)>& run) {
    std::latch finished(kShares);
    for (size_t i = 0; i < kShares; ++i) {
      const auto task = [&, i] {
        run(i);
        finished.count_down();
      };
      const bool here = i + 1 == kShares;
      if (here || !helpers_.TrySubmit(task)) task();
    }
    finished.wait();
  }

  SnapshotShare::Found Run(SnapshotShare& share,
                           const std::vector<std::string_view>& records,
                           bool at_end) const {
    for (const std::string_view stored : records) {
      ASSIGN_OR_RETURN(auto found, Judge(share.Take(stored)));
      if (found) return found;
    }
    if (!at_end) return std::nullopt;
    for (const eventstore::StreamId& stream : share.TakeOpen()) {
      ASSIGN_OR_RETURN(auto found,
                       Judge(CompareStream(stream, store_, vault_)));
      if (found) return found;
    }
    return std::nullopt;
  }

  SnapshotShare::Found Judge(SnapshotShare::Found found) const {
    if (!repair_ || !found.ok() || !*found) return found;
    RETURN_IF_ERROR(repair_(**found));
    return CompareStream((*found)->stream, store_, vault_);
  }

  const eventstore::EventStore& store_;
  const KeyVault* const vault_;
  const RepairRow repair_;
  const eventstore::Position end_;
  eventstore::Position at_;
  std::array<SnapshotShare, kShares> shares_;
  base::WorkerPool helpers_;
};

}  // namespace

std::unique_ptr<ProjectionCheck> CheckSnapshots(
    const eventstore::EventStore* store, const KeyVault* vault,
    RepairRow repair) {
  return std::make_unique<SnapshotCheck>(store, vault, std::move(repair));
}

}  // namespace rollbook::services
