#include "services/rpc/gateway_service.h"

#include <memory>

#include "services/rpc/credential_watch_source.h"
#include "services/rpc/unary_call.h"

namespace rollbook::services {

grpc::ServerUnaryReactor* GatewayServiceAdapter::ResolveCredential(
    grpc::CallbackServerContext* context,
    const gateway::v1::ResolveCredentialRequest* request,
    gateway::v1::ResolveCredentialResponse* response) {
  return ServeUnary(
      *host_.desk, Rpc::kResolveCredential, context, request, response,
      AtOnce([this](const gateway::v1::ResolveCredentialRequest& wanted) {
        return partners_.ResolveCredential(wanted);
      }));
}

grpc::ServerWriteReactor<gateway::v1::WatchCredentialsResponse>*
GatewayServiceAdapter::WatchCredentials(
    grpc::CallbackServerContext* context,
    const gateway::v1::WatchCredentialsRequest*) {
  using Stream = PagedStream<gateway::v1::WatchCredentialsResponse>;
  const FrontDesk::Visit visit = host_.desk->Begin(Rpc::kWatchCredentials);
  const auto caller = host_.desk->Admit(visit, *context);
  if (!caller.ok()) return Stream::Refuse(host_, visit, caller.status());
  return Stream::Start(host_, visit,
                       std::make_unique<CredentialWatchSource>(&partners_));
}

}  // namespace rollbook::services
