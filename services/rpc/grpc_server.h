#ifndef ROLLBOOK_SERVICES_RPC_GRPC_SERVER_H_
#define ROLLBOOK_SERVICES_RPC_GRPC_SERVER_H_

#include <functional>
#include <memory>
#include <string>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "base/clock.h"
#include "base/worker_pool.h"
#include "rollbook/admin/v1/admin_service.pb.h"
#include "services/audit/access_recorder.h"
#include "services/rpc/caller_identity.h"

namespace prometheus {
class Registry;
}  // namespace prometheus

namespace rollbook::eventstore {
class EventStore;
}  // namespace rollbook::eventstore

namespace rollbook::services {

class DailyCounts;
class ErasurePurger;
class HistoryReader;
class LogProofs;
class PartnerRegistry;
class Projections;
class TimeTravel;
class UserRegister;

inline constexpr int kMaxReceivedMessageBytes = 4 << 20;
inline constexpr int kMaxConcurrentStreams = 1024;  // per connection

struct GrpcServerOptions {
  // Path of the Unix socket (made with mode 0600); empty: none.
  std::string unix_socket = {};
  // host:port, port 0 for any free one; empty: no TCP.
  std::string listen = {};
  // PEM files; all three or none. TLS always asks for a client certificate.
  std::string tls_cert_file = {};
  std::string tls_key_file = {};
  std::string tls_client_ca_file = {};
  // Allows clear TCP on an address that is not loopback.
  bool insecure = false;
  bool reflection = false;
  // After this age a connection is closed gracefully, so that clients spread
  // over new servers; infinite: never.
  absl::Duration max_connection_age = absl::InfiniteDuration();
  IdentityRules identity = {};
};

// What the server serves; all must outlive it.
struct GrpcServerDependencies {
  eventstore::EventStore* store = nullptr;
  UserRegister* users = nullptr;
  PartnerRegistry* partners = nullptr;
  const HistoryReader* history = nullptr;
  const TimeTravel* travel = nullptr;
  LogProofs* proofs = nullptr;
  DailyCounts* counts = nullptr;
  ErasurePurger* purger = nullptr;
  Projections* projections = nullptr;
  // Blocks: called on a worker.
  std::function<absl::StatusOr<admin::v1::CreateBackupResponse>(
      const admin::v1::CreateBackupRequest&)>
      backup;
  AccessDesk access = {};
  base::WorkerPool* workers = nullptr;
  prometheus::Registry* metrics = nullptr;
  const base::Clock* clock = nullptr;
  std::function<admin::v1::GetStatusResponse()> status;
};

// The gRPC server with all services, health checking (grpc.health.v1) and,
// with the flag, reflection. Thread-safe.
class GrpcServer {
 public:
  // Listens and serves. Errors (INVALID_ARGUMENT) name the address and what to
  // do: in use, not allowed in the clear, unreadable certificate.
  static absl::StatusOr<std::unique_ptr<GrpcServer>> Start(
      GrpcServerOptions options, GrpcServerDependencies dependencies);

  // Drains at once when that was not done.
  ~GrpcServer();

  // The TCP port; 0 without TCP.
  int port() const;

  // Reads certificate, key and CA anew, for connections to come. On an error,
  // which names the file, the old ones stay in force. Nothing to do without
  // TLS.
  absl::Status ReloadTls();

  // What the health service answers.
  void SetServing(bool serving);

  // NOT_SERVING, no new calls, open streams end with SHUTTING_DOWN, calls in
  // work may finish until `patience` is over and are cancelled then. Blocks.
  void Drain(absl::Duration patience);

 private:
  class Impl;
  explicit GrpcServer(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_GRPC_SERVER_H_
