#include "services/rpc/bundle_source.h"

#include <utility>

#include "base/status_macros.h"

namespace rollbook::services {

BundleSource::BundleSource(audit::v1::ExportBundleRequest request,
                           absl::Time deadline, LogProofs* proofs)
    : request_(std::move(request)), deadline_(deadline), proofs_(*proofs) {}

absl::StatusOr<PageStep> BundleSource::Next(
    audit::v1::ExportBundleResponse& response) {
  if (bundle_ == nullptr) {
    base::MutexLock lock(arrival_->mutex);
    if (!arrival_->checkpoint) return PageStep::kWait;
    RETURN_IF_ERROR(arrival_->checkpoint->status());
    ASSIGN_OR_RETURN(bundle_,
                     proofs_.StartExport(request_, **arrival_->checkpoint));
  }
  ASSIGN_OR_RETURN(const bool more, bundle_->Next(*response.mutable_chunk()));
  return more ? PageStep::kWrite : PageStep::kWriteLast;
}

void BundleSource::WaitForMore(absl::AnyInvocable<void()> wake) {
  {
    base::MutexLock lock(arrival_->mutex);
    arrival_->wake = std::move(wake);
  }
  proofs_.Refresh(deadline_,
                  [arrival = arrival_](
                      absl::StatusOr<LogCheckpoints::Published> checkpoint) {
                    // Under the lock, so that StopWaiting waits for it.
                    base::MutexLock lock(arrival->mutex);
                    arrival->checkpoint = std::move(checkpoint);
                    if (arrival->wake) std::exchange(arrival->wake, nullptr)();
                  });
}

void BundleSource::StopWaiting() {
  absl::AnyInvocable<void()> dropped;
  base::MutexLock lock(arrival_->mutex);
  dropped = std::exchange(arrival_->wake, nullptr);
}

}  // namespace rollbook::services
