#ifndef ROLLBOOK_SERVICES_RPC_USER_EVENTS_SOURCE_H_
#define ROLLBOOK_SERVICES_RPC_USER_EVENTS_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "eventstore/event_store.h"
#include "rollbook/audit/v1/audit_service.pb.h"
#include "services/audit/history_reader.h"
#include "services/rpc/head_wait.h"
#include "services/rpc/paged_stream.h"

namespace rollbook::services {

// Events in one message. One event is at most 64 KiB, and a client takes
// 4 MiB by default.
inline constexpr size_t kMaxUserEventsPerMessage = 60;

// The messages of one ListUserEvents call: the user's events as they are when
// they are read, oldest first. A min_position that the log has not reached
// within a few seconds is PROJECTION_LAGGING.
class UserEventsSource final
    : public PageSource<audit::v1::ListUserEventsResponse> {
 public:
  // Both must outlive the source.
  UserEventsSource(Caller caller, audit::v1::ListUserEventsRequest request,
                   const HistoryReader* history, eventstore::EventStore* store);

  absl::StatusOr<PageStep> Next(
      audit::v1::ListUserEventsResponse& response) override;
  void WaitForMore(absl::AnyInvocable<void()> wake) override;
  void StopWaiting() override { wait_.Stop(); }
  // The only wait is the one for min_position, and this is its end.
  absl::Status FillHeartbeat(
      audit::v1::ListUserEventsResponse& response) override;

 private:
  const Caller caller_;
  const audit::v1::ListUserEventsRequest request_;
  const HistoryReader& history_;
  eventstore::EventStore& store_;
  HeadWait wait_;
  std::optional<eventstore::StreamId> stream_;
  uint64_t next_version_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_USER_EVENTS_SOURCE_H_
