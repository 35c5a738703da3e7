#ifndef ROLLBOOK_SERVICES_RPC_CHECK_SOURCE_H_
#define ROLLBOOK_SERVICES_RPC_CHECK_SOURCE_H_

#include <memory>
#include <string>

#include "rollbook/admin/v1/admin_service.pb.h"
#include "services/projections/projections.h"
#include "services/rpc/paged_stream.h"

namespace rollbook::services {

// The messages of one VerifyProjection call: how far it has come after each
// piece, and at the end what was found.
class CheckSource final
    : public PageSource<admin::v1::VerifyProjectionResponse> {
 public:
  CheckSource(const Projections* projections, std::string name)
      : projections_(*projections), name_(std::move(name)) {}

  absl::StatusOr<PageStep> Next(
      admin::v1::VerifyProjectionResponse& response) override;
  // Never waits.
  void WaitForMore(absl::AnyInvocable<void()> wake) override { wake(); }
  void StopWaiting() override {}
  absl::Status FillHeartbeat(admin::v1::VerifyProjectionResponse&) override {
    return absl::OkStatus();
  }

 private:
  const Projections& projections_;
  const std::string name_;
  std::unique_ptr<ProjectionCheck> check_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_CHECK_SOURCE_H_
