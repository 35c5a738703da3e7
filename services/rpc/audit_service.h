#ifndef ROLLBOOK_SERVICES_RPC_AUDIT_SERVICE_H_
#define ROLLBOOK_SERVICES_RPC_AUDIT_SERVICE_H_

#include "eventstore/event_store.h"
#include "rollbook/audit/v1/audit_service.grpc.pb.h"
#include "services/audit/access_recorder.h"
#include "services/audit/history_reader.h"
#include "services/audit/log_proofs.h"
#include "services/audit/time_travel.h"
#include "services/projections/daily_counts.h"
#include "services/rpc/paged_stream.h"

namespace rollbook::services {

// rollbook.audit.v1 over gRPC.
class AuditServiceAdapter final
    : public audit::v1::AuditService::CallbackService {
 public:
  // All must outlive the server.
  AuditServiceAdapter(const StreamHost& host, const AccessDesk& access,
                      const HistoryReader* history, const TimeTravel* travel,
                      eventstore::EventStore* store, LogProofs* proofs,
                      DailyCounts* counts)
      : host_(host),
        access_(access),
        history_(history),
        travel_(travel),
        store_(store),
        proofs_(*proofs),
        counts_(*counts) {}

  grpc::ServerUnaryReactor* GetUserAt(
      grpc::CallbackServerContext* context,
      const audit::v1::GetUserAtRequest* request,
      audit::v1::GetUserAtResponse* response) override;
  grpc::ServerUnaryReactor* DiffUser(
      grpc::CallbackServerContext* context,
      const audit::v1::DiffUserRequest* request,
      audit::v1::DiffUserResponse* response) override;
  grpc::ServerWriteReactor<audit::v1::ExportUserResponse>* ExportUser(
      grpc::CallbackServerContext* context,
      const audit::v1::ExportUserRequest* request) override;
  grpc::ServerWriteReactor<audit::v1::ListAccessResponse>* ListAccess(
      grpc::CallbackServerContext* context,
      const audit::v1::ListAccessRequest* request) override;
  grpc::ServerWriteReactor<audit::v1::ListUserEventsResponse>* ListUserEvents(
      grpc::CallbackServerContext* context,
      const audit::v1::ListUserEventsRequest* request) override;
  grpc::ServerWriteReactor<audit::v1::ReadLogResponse>* ReadLog(
      grpc::CallbackServerContext* context,
      const audit::v1::ReadLogRequest* request) override;
  grpc::ServerWriteReactor<audit::v1::SubscribeResponse>* Subscribe(
      grpc::CallbackServerContext* context,
      const audit::v1::SubscribeRequest* request) override;
  grpc::ServerUnaryReactor* ListDailyCounts(
      grpc::CallbackServerContext* context,
      const audit::v1::ListDailyCountsRequest* request,
      audit::v1::ListDailyCountsResponse* response) override;
  grpc::ServerUnaryReactor* GetCheckpoint(
      grpc::CallbackServerContext* context,
      const audit::v1::GetCheckpointRequest* request,
      audit::v1::GetCheckpointResponse* response) override;
  grpc::ServerUnaryReactor* GetPublicKey(
      grpc::CallbackServerContext* context,
      const audit::v1::GetPublicKeyRequest* request,
      audit::v1::GetPublicKeyResponse* response) override;
  grpc::ServerUnaryReactor* GetInclusionProof(
      grpc::CallbackServerContext* context,
      const audit::v1::GetInclusionProofRequest* request,
      audit::v1::GetInclusionProofResponse* response) override;
  grpc::ServerUnaryReactor* GetConsistencyProof(
      grpc::CallbackServerContext* context,
      const audit::v1::GetConsistencyProofRequest* request,
      audit::v1::GetConsistencyProofResponse* response) override;
  grpc::ServerWriteReactor<audit::v1::ExportBundleResponse>* ExportBundle(
      grpc::CallbackServerContext* context,
      const audit::v1::ExportBundleRequest* request) override;

 private:
  // A server stream that is recorded; `make` makes its source for a caller.
  template <typename Response, typename Request, typename Make>
  grpc::ServerWriteReactor<Response>* Start(
      Rpc rpc, grpc::CallbackServerContext* context, const Request& request,
      Make make);
  // One answer that is recorded; `read` makes it from a user's stream.
  template <typename Response, typename Request, typename Read>
  grpc::ServerUnaryReactor* Answer(Rpc rpc,
                                   grpc::CallbackServerContext* context,
                                   const Request* request, Response* response,
                                   Read read);

  const StreamHost host_;
  const AccessDesk access_;
  const HistoryReader* const history_;
  const TimeTravel* const travel_;
  eventstore::EventStore* const store_;
  LogProofs& proofs_;
  DailyCounts& counts_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_AUDIT_SERVICE_H_
