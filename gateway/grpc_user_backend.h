#ifndef ROLLBOOK_GATEWAY_GRPC_USER_BACKEND_H_
#define ROLLBOOK_GATEWAY_GRPC_USER_BACKEND_H_

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "gateway/user_backend.h"

namespace rollbook::gateway {

struct GrpcBackendOptions {
  std::string address;  // "host:port" or "unix:PATH"
  // PEM files. With a CA the connection is TLS; certificate and key say who
  // the gateway is (mTLS). Without any of them it is in the clear, which only
  // a Unix socket or loopback accepts.
  std::string ca_file;
  std::string certificate_file;
  std::string key_file;
  bool insecure = false;  // in the clear to another machine, nevertheless
};

// The user service behind gRPC. Nothing is retried beyond what gRPC does by
// itself for a call that never left the machine; a call that fails without a
// reason of the service's own is BACKEND_UNAVAILABLE (unreachable, deadline)
// or INTERNAL. The destructor cancels what is under way and waits for it.
class GrpcUserBackend : public UserBackend {
 public:
  // Reads the files anew; calls from then on go over a new connection. On an
  // error, as below, everything stays as it was.
  virtual absl::Status Reload() = 0;
};

// INVALID_ARGUMENT: a file cannot be read or used, or half a key pair is
// missing. That nobody listens at the address yet is no error.
absl::StatusOr<std::unique_ptr<GrpcUserBackend>> MakeGrpcUserBackend(
    const GrpcBackendOptions& options);

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_GRPC_USER_BACKEND_H_
