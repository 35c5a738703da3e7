#ifndef ROLLBOOK_SERVICES_RPC_SUBSCRIBE_SOURCE_H_
#define ROLLBOOK_SERVICES_RPC_SUBSCRIBE_SOURCE_H_

#include <string>

#include "eventstore/event_store.h"
#include "rollbook/audit/v1/audit_service.pb.h"
#include "services/audit/history_reader.h"
#include "services/caller.h"
#include "services/rpc/head_wait.h"
#include "services/rpc/paged_stream.h"

namespace rollbook::services {

// The messages of one Subscribe call: what the caller may see and wants, in
// commit order, without end. Each message says how far the stream has come;
// the first one that reaches the head is marked, wanted events or not. A
// resume token is "<lineage>-<shard>-<number>": the log that it belongs to,
// and read_to.
class SubscribeSource final : public PageSource<audit::v1::SubscribeResponse> {
 public:
  // Both must outlive the source.
  SubscribeSource(Caller caller, audit::v1::SubscribeRequest request,
                  const HistoryReader* history, eventstore::EventStore* store);

  absl::StatusOr<PageStep> Next(
      audit::v1::SubscribeResponse& response) override;
  void WaitForMore(absl::AnyInvocable<void()> wake) override;
  void StopWaiting() override { wait_.Stop(); }
  absl::Status FillHeartbeat(audit::v1::SubscribeResponse& response) override;

 private:
  absl::Status Start();
  absl::Status ChoosePartners();
  absl::Status FindStart();
  absl::Status Resume(const std::string& token);
  absl::Status FetchPage();
  void TakeEvents(audit::v1::SubscribeResponse& response);
  void FillState(eventstore::Position sent_to,
                 audit::v1::SubscribeResponse& response) const;

  const Caller caller_;
  const audit::v1::SubscribeRequest request_;
  const HistoryReader& history_;
  eventstore::EventStore& store_;
  HeadWait wait_;
  EventFilter filter_;
  bool started_ = false;
  // The stream was told that it is at the head.
  bool told_caught_up_ = false;
  // Everything up to here is in page_ or was sent.
  eventstore::Position read_to_;
  HistoryReader::Page page_;
  size_t next_in_page_ = 0;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_SUBSCRIBE_SOURCE_H_
