#ifndef ROLLBOOK_CLI_CLIENT_H_
#define ROLLBOOK_CLI_CLIENT_H_

#include <grpcpp/client_context.h>
#include <grpcpp/support/status.h>

#include <memory>
#include <string>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cli/session.h"
#include "rollbook/admin/v1/admin_service.grpc.pb.h"
#include "rollbook/audit/v1/audit_service.grpc.pb.h"
#include "rollbook/user/v1/user_service.grpc.pb.h"

namespace rollbook::cli {

using UserStub = user::v1::UserService::Stub;
using AdminStub = admin::v1::AdminService::Stub;
using AuditStub = audit::v1::AuditService::Stub;

// The address that the flags name: --server, else the socket in --data_dir.
std::string AddressOf(const GlobalFlags& flags);

// True for a Unix socket and for loopback addresses: what is said there stays
// on this machine.
bool StaysOnThisMachine(const std::string& address);

// A connection to one service. Thread-safe.
class Client {
 public:
  // Fails on unreadable TLS files, and on a clear connection to another
  // machine that was not asked for with --insecure. Does not connect yet.
  static absl::StatusOr<std::unique_ptr<Client>> Create(
      const GlobalFlags& flags);

  UserStub& users() { return *users_; }
  AdminStub& admin() { return *admin_; }
  AuditStub& audit() { return *audit_; }

  // One call with the deadline of --timeout:
  //   client.Call(client.users(), &UserStub::GetUser, request)
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> Call(
      Stub& stub,
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request) {
    grpc::ClientContext context;
    SetDeadline(context);
    return CallIn(context, stub, method, request);
  }

  // The same for what takes as long as it takes: there is no deadline.
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> CallPatiently(
      Stub& stub,
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request) {
    grpc::ClientContext context;
    return CallIn(context, stub, method, request);
  }

  // For streams, which end when their work does, there is no deadline.
  void SetDeadline(grpc::ClientContext& context) const;

  // What to show for the outcome of an RPC; an unreachable service is named
  // with its address and what to do.
  absl::Status ToStatus(const grpc::Status& status) const;

 private:
  template <typename Stub, typename Request, typename Response>
  absl::StatusOr<Response> CallIn(
      grpc::ClientContext& context, Stub& stub,
      grpc::Status (Stub::*method)(grpc::ClientContext*, const Request&,
                                   Response*),
      const Request& request) {
    Response response;
    const grpc::Status status = (stub.*method)(&context, request, &response);
    if (!status.ok()) return ToStatus(status);
    return response;
  }

  Client(std::string address, absl::Duration timeout,
         const std::shared_ptr<grpc::Channel>& channel);

  const std::string address_;
  const absl::Duration timeout_;
  const std::unique_ptr<UserStub> users_;
  const std::unique_ptr<AdminStub> admin_;
  const std::unique_ptr<AuditStub> audit_;
};

}  // namespace rollbook::cli

#endif  // ROLLBOOK_CLI_CLIENT_H_
