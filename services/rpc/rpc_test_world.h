#ifndef ROLLBOOK_SERVICES_RPC_RPC_TEST_WORLD_H_
#define ROLLBOOK_SERVICES_RPC_RPC_TEST_WORLD_H_

#include <grpcpp/grpcpp.h>
#include <prometheus/registry.h>

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "base/reason.h"
#include "eventstore/derived_store.h"
#include "eventstore/log_tree.h"
#include "rollbook/admin/v1/admin_service.grpc.pb.h"
#include "rollbook/audit/v1/audit_service.grpc.pb.h"
#include "rollbook/gateway/v1/gateway_service.grpc.pb.h"
#include "rollbook/user/v1/user_service.grpc.pb.h"
#include "services/audit/access_log.h"
#include "services/audit/history_reader.h"
#include "services/audit/log_checkpoints.h"
#include "services/audit/log_proofs.h"
#include "services/audit/time_travel.h"
#include "services/projections/daily_counts.h"
#include "services/projections/projections.h"
#include "services/projections/user_list_projection.h"
#include "services/rpc/grpc_server.h"
#include "services/test_world.h"
#include "services/users/erasure_purger.h"

namespace rollbook::services {

// The real use cases on an in-memory store, behind a real server on a Unix
// socket and a TCP port of the loopback.
class RpcWorld {
 public:
  // `change` may change the options; the default listens on both.
  explicit RpcWorld(
      const std::function<void(GrpcServerOptions&)>& change = nullptr);

  // Another server on the same world.
  absl::StatusOr<std::unique_ptr<GrpcServer>> StartServer(
      const GrpcServerOptions& options);

  std::shared_ptr<grpc::Channel> SocketChannel() const;
  std::shared_ptr<grpc::Channel> TcpChannel() const;

  std::unique_ptr<user::v1::UserService::Stub> Users() const {
    return user::v1::UserService::NewStub(SocketChannel());
  }
  std::unique_ptr<audit::v1::AuditService::Stub> Audit() const {
    return audit::v1::AuditService::NewStub(SocketChannel());
  }
  std::unique_ptr<admin::v1::AdminService::Stub> Admin() const {
    return admin::v1::AdminService::NewStub(SocketChannel());
  }
  std::unique_ptr<gateway::v1::GatewayService::Stub> Gateway() const {
    return gateway::v1::GatewayService::NewStub(SocketChannel());
  }

  // Creates that many users through the use case.
  void CreateUsers(int count);

  World world;
  HistoryReader history;
  TimeTravel travel;
  AccessLog access_log;
  ErasurePurger purger;
  std::unique_ptr<eventstore::DerivedStore> derived =
      eventstore::MakeInMemoryDerivedStore();
  std::unique_ptr<ProjectedUserList> list;
  std::unique_ptr<DailyCounts> counts;
  std::unique_ptr<Projections> projections;
  std::unique_ptr<eventstore::LogTree> tree;
  std::optional<CheckpointSigner> signer;
  std::unique_ptr<LogCheckpoints> checkpoints;
  std::unique_ptr<LogProofs> proofs;
  prometheus::Registry metrics;
  GrpcServerOptions options;
  std::unique_ptr<GrpcServer> server;

 private:
  int created_ = 0;
};

// A call by name with raw bytes, of any kind of method: sends one message and
// half-closes. With an answer, the first message is in `answer` and the call
// is cancelled.
struct RawResult {
  grpc::Status status;
  std::optional<std::string> answer;
};
RawResult CallRaw(const std::shared_ptr<grpc::Channel>& channel,
                  const std::string& method, const std::string& request);

// The reason in a status' details; nullopt without one.
std::optional<base::Reason> ReasonIn(const grpc::Status& status);

}  // namespace rollbook::services

#endif  // ROLLBOOK_SERVICES_RPC_RPC_TEST_WORLD_H_
