#ifndef ROLLBOOK_SERVICES_RPC_SERVER_CREDENTIALS_H_
#define ROLLBOOK_SERVICES_RPC_SERVER_CREDENTIALS_H_

#include <grpcpp/security/server_credentials.h>

#include <memory>

#include "absl/status/statusor.h"
#include "services/rpc/grpc_server.h"

namespace rollbook::services {

inline bool UsesTls(const GrpcServerOptions& options) {
  return !options.tls_cert_file.empty() || !options.tls_key_file.empty() ||
         !options.tls_client_ca_file.empty();
}

// How the TCP listener is secured without TLS: not at all, where that is
// allowed (loopback, or spelled out). INVALID_ARGUMENT otherwise.
absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> ClearCredentials(
    const GrpcServerOptions& options);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_SERVER_CREDENTIALS_H_
