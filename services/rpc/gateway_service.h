#ifndef ROLLBOOK_SERVICES_RPC_GATEWAY_SERVICE_H_
#define ROLLBOOK_SERVICES_RPC_GATEWAY_SERVICE_H_

#include "rollbook/gateway/v1/gateway_service.grpc.pb.h"
#include "services/partners/partner_registry.h"
#include "services/rpc/paged_stream.h"

namespace rollbook::services {

// rollbook.gateway.v1 over gRPC.
class GatewayServiceAdapter final
    : public gateway::v1::GatewayService::CallbackService {
 public:
  // The registry must outlive the server.
  GatewayServiceAdapter(const StreamHost& host, PartnerRegistry* partners)
      : host_(host), partners_(*partners) {}

  grpc::ServerUnaryReactor* ResolveCredential(
      grpc::CallbackServerContext* context,
      const gateway::v1::ResolveCredentialRequest* request,
      gateway::v1::ResolveCredentialResponse* response) override;
  grpc::ServerWriteReactor<gateway::v1::WatchCredentialsResponse>*
  WatchCredentials(
      grpc::CallbackServerContext* context,
      const gateway::v1::WatchCredentialsRequest* request) override;

 private:
  const StreamHost host_;
  PartnerRegistry& partners_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_GATEWAY_SERVICE_H_
