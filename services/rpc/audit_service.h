#ifndef ROLLBOOK_SERVICES_RPC_AUDIT_SERVICE_H_
#define ROLLBOOK_SERVICES_RPC_AUDIT_SERVICE_H_

#include "eventstore/event_store.h"
#include "rollbook/audit/v1/audit_service.grpc.pb.h"
#include "services/history_reader.h"
#include "services/rpc/paged_stream.h"

namespace rollbook::services {

// rollbook.audit.v1 over gRPC.
class AuditServiceAdapter final
    : public audit::v1::AuditService::CallbackService {
 public:
  // All must outlive the server.
  AuditServiceAdapter(const StreamHost& host, const HistoryReader* history,
                      eventstore::EventStore* store)
      : host_(host), history_(history), store_(store) {}

  grpc::ServerWriteReactor<audit::v1::ListUserEventsResponse>* ListUserEvents(
      grpc::CallbackServerContext* context,
      const audit::v1::ListUserEventsRequest* request) override;
  grpc::ServerWriteReactor<audit::v1::ReadLogResponse>* ReadLog(
      grpc::CallbackServerContext* context,
      const audit::v1::ReadLogRequest* request) override;

 private:
  const StreamHost host_;
  const HistoryReader* const history_;
  eventstore::EventStore* const store_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_AUDIT_SERVICE_H_
