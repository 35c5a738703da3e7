#ifndef ROLLBOOK_SERVICES_RPC_SERVER_TLS_H_
#define ROLLBOOK_SERVICES_RPC_SERVER_TLS_H_

#include <grpcpp/security/server_credentials.h>

#include <memory>
#include <string>

#include "absl/base/thread_annotations.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "base/crypto/pem.h"
#include "base/mutex.h"
#include "services/rpc/grpc_server.h"

namespace rollbook::services {

// Mutual TLS of the TCP listener, whose files are read anew without a restart:
// a handshake uses what was in force when it began, a connection keeps what it
// has (docs/adr/0044). Thread-safe.
class ServerTls {
 public:
  // INVALID_ARGUMENT, with the file's or the flag's name.
  static absl::StatusOr<std::unique_ptr<ServerTls>> Load(
      const GrpcServerOptions& options);

  // On an error what was read before stays in force.
  absl::Status Reload();

  // For one listener. This must outlive the server that listens.
  std::shared_ptr<grpc::ServerCredentials> MakeCredentials();

 private:
  class Credentials;
  struct Files {
    base::KeyPair own;
    std::string client_ca;
  };

  explicit ServerTls(const GrpcServerOptions& options);
  absl::StatusOr<Files> ReadFiles() const;

  const std::string cert_file_;
  const std::string key_file_;
  const std::string client_ca_file_;
  base::Mutex mutex_;
  Files files_ ABSL_GUARDED_BY(mutex_);
  // gRPC has not been given them yet.
  bool fresh_ ABSL_GUARDED_BY(mutex_) = true;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_SERVER_TLS_H_
