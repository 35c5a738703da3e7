#ifndef ROLLBOOK_SERVICES_RPC_EXPORT_SOURCE_H_
#define ROLLBOOK_SERVICES_RPC_EXPORT_SOURCE_H_

#include <cstdint>
#include <optional>

#include "eventstore/event_store.h"
#include "rollbook/audit/v1/audit_service.pb.h"
#include "services/audit/history_reader.h"
#include "services/caller.h"
#include "services/rpc/paged_stream.h"

namespace rollbook::services {

// The messages of one ExportUser call: the state, then the history.
class ExportSource final : public PageSource<audit::v1::ExportUserResponse> {
 public:
  // Both must outlive the source.
  ExportSource(Caller caller, audit::v1::ExportUserRequest request,
               const HistoryReader* history);

  absl::StatusOr<PageStep> Next(
      audit::v1::ExportUserResponse& response) override;
  // Never waits.
  void WaitForMore(absl::AnyInvocable<void()> wake) override { wake(); }
  void StopWaiting() override {}
  absl::Status FillHeartbeat(audit::v1::ExportUserResponse&) override {
    return absl::OkStatus();
  }

 private:
  const Caller caller_;
  const audit::v1::ExportUserRequest request_;
  const HistoryReader& history_;
  std::optional<eventstore::StreamId> stream_;
  uint64_t next_version_ = 1;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_EXPORT_SOURCE_H_
