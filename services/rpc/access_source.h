#ifndef ROLLBOOK_SERVICES_RPC_ACCESS_SOURCE_H_
#define ROLLBOOK_SERVICES_RPC_ACCESS_SOURCE_H_

#include <cstdint>

#include "rollbook/audit/v1/audit_service.pb.h"
#include "services/audit/history_reader.h"
#include "services/rpc/paged_stream.h"

namespace rollbook::services {

// The messages of one ListAccess call: the stream of accesses, filtered.
class AccessSource final : public PageSource<audit::v1::ListAccessResponse> {
 public:
  // The reader must outlive the source.
  AccessSource(audit::v1::ListAccessRequest request,
               const HistoryReader* history)
      : request_(std::move(request)), history_(*history) {}

  absl::StatusOr<PageStep> Next(
      audit::v1::ListAccessResponse& response) override;
  // Never waits.
  void WaitForMore(absl::AnyInvocable<void()> wake) override { wake(); }
  void StopWaiting() override {}
  absl::Status FillHeartbeat(audit::v1::ListAccessResponse&) override {
    return absl::OkStatus();
  }

 private:
  bool Wants(const audit::v1::Event& event) const;

  const audit::v1::ListAccessRequest request_;
  const HistoryReader& history_;
  uint64_t next_version_ = 1;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_ACCESS_SOURCE_H_
