#ifndef ROLLBOOK_SERVICES_RPC_BUNDLE_SOURCE_H_
#define ROLLBOOK_SERVICES_RPC_BUNDLE_SOURCE_H_

#include <memory>
#include <optional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/mutex.h"
#include "rollbook/audit/v1/audit_service.pb.h"
#include "services/audit/bundle_export.h"
#include "services/audit/log_proofs.h"
#include "services/rpc/paged_stream.h"

namespace rollbook::services {

// The messages of one ExportBundle call: waits for a checkpoint of what is
// durable at the call, then hands out the bundle's bytes.
class BundleSource final : public PageSource<audit::v1::ExportBundleResponse> {
 public:
  // `proofs` must outlive the source.
  BundleSource(audit::v1::ExportBundleRequest request, absl::Time deadline,
               LogProofs* proofs);

  absl::StatusOr<PageStep> Next(
      audit::v1::ExportBundleResponse& response) override;
  void WaitForMore(absl::AnyInvocable<void()> wake) override;
  void StopWaiting() override;
  // An empty chunk.
  absl::Status FillHeartbeat(audit::v1::ExportBundleResponse&) override {
    return absl::OkStatus();
  }

 private:
  // What outlives the source when a checkpoint comes too late.
  struct Arrival {
    base::Mutex mutex;
    std::optional<absl::StatusOr<LogCheckpoints::Published>> checkpoint
        ABSL_GUARDED_BY(mutex);
    absl::AnyInvocable<void()> wake ABSL_GUARDED_BY(mutex);
  };

  const audit::v1::ExportBundleRequest request_;
  const absl::Time deadline_;
  LogProofs& proofs_;
  const std::shared_ptr<Arrival> arrival_ = std::make_shared<Arrival>();
  std::unique_ptr<BundleExport> bundle_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_BUNDLE_SOURCE_H_
