#ifndef ROLLBOOK_SERVICES_RPC_LOG_SOURCE_H_
#define ROLLBOOK_SERVICES_RPC_LOG_SOURCE_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "eventstore/event_store.h"
#include "rollbook/audit/v1/audit_service.pb.h"
#include "services/audit/history_reader.h"
#include "services/rpc/head_wait.h"
#include "services/rpc/paged_stream.h"

namespace rollbook::services {

// Events in one message: at most this many, and no further one beyond so many
// bytes (an event is at most 64 KiB, a client takes 4 MiB by default).
inline constexpr size_t kMaxPageEvents = 256;
inline constexpr size_t kMaxPageBytes = 1 << 20;

// Records that are looked at for one message, wanted or not.
inline constexpr size_t kMaxPageRecords = 16'384;

// Pages of the log in which no event is wanted are read on silently, but no
// more than so many for one message.
inline constexpr int kMaxSilentPages = 64;

// The messages of one ReadLog call. Without `follow` the stream ends at what
// was the head when it began.
class LogSource final : public PageSource<audit::v1::ReadLogResponse> {
 public:
  // Both must outlive the source.
  LogSource(audit::v1::ReadLogRequest request, const HistoryReader* history,
            eventstore::EventStore* store);

  absl::StatusOr<PageStep> Next(audit::v1::ReadLogResponse& response) override;
  void WaitForMore(absl::AnyInvocable<void()> wake) override;
  void StopWaiting() override { wait_.Stop(); }
  absl::Status FillHeartbeat(audit::v1::ReadLogResponse& response) override;

 private:
  absl::Status FindStart();
  absl::Status FetchPage();
  // The next records as they are stored, straight into the message.
  absl::Status TakeRecords(audit::v1::ReadLogResponse& response);
  void TakeEvents(audit::v1::ReadLogResponse& response);

  const audit::v1::ReadLogRequest request_;
  const EventFilter filter_;
  const bool as_records_;
  const HistoryReader& history_;
  eventstore::EventStore& store_;
  HeadWait wait_;
  bool started_ = false;
  // Everything up to here has been read into page_, and, once that is empty,
  // handed on.
  eventstore::Position read_to_;
  // The last position that is wanted.
  eventstore::Position end_;
  HistoryReader::Page page_;
  size_t next_in_page_ = 0;
  uint64_t sent_ = 0;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_LOG_SOURCE_H_
