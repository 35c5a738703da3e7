#include "services/rpc/server_credentials.h"

#include <string>

#include "base/error.h"
#include "services/rpc/listen_address.h"

namespace rollbook::services {

absl::StatusOr<std::shared_ptr<grpc::ServerCredentials>> ClearCredentials(
    const GrpcServerOptions& options) {
  if (!options.insecure && !IsLoopbackAddress(options.listen)) {
    return base::ErrorWithText(
        base::Reason::kInvalidArgument,
        "refusing to serve gRPC in the clear on " + options.listen +
            ": set the --grpc_tls_* flags, listen on 127.0.0.1, or spell out "
            "--insecure");
  }
  return grpc::InsecureServerCredentials();
}

}  // namespace rollbook::services
