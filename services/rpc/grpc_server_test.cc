#include "services/rpc/grpc_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cstring>
#include <fstream>
#include <string>

#include "base/error.h"
#include "base/testing/temp_dir.h"
#include "services/rpc/rpc_table.h"
#include "services/rpc/rpc_test_world.h"

namespace rollbook::services {
namespace {

using testing::HasSubstr;

constexpr char kHealthCheck[] = "/grpc.health.v1.Health/Check";
constexpr char kReflection[] =
    "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo";
// HealthCheckResponse{status: SERVING} and {status: NOT_SERVING}.
constexpr char kServing[] = "\x08\x01";
constexpr char kNotServing[] = "\x08\x02";

std::string PathOf(const RpcInfo& info) {
  return "/" + std::string(info.service) + "/" + std::string(info.method);
}

TEST(GrpcServer, CreatesAUserAndReadsItBackOverTheSocket) {
  RpcWorld rpc;
  grpc::ClientContext create;
  user::v1::CreateUserResponse created;
  ASSERT_TRUE(rpc.Users()
                  ->CreateUser(&create, JaneDoe("partner-user-42"), &created)
                  .ok());
  EXPECT_EQ(created.position().number(), rpc.world.store->Head().number);
  grpc::ClientContext get;
  user::v1::GetUserResponse got;
  ASSERT_TRUE(
      rpc.Users()->GetUser(&get, GetById(created.user().user_id()), &got).ok());
  EXPECT_EQ(got.user().external_id(), "partner-user-42");
}

TEST(GrpcServer, AnswersErrorsWithTheirReason) {
  RpcWorld rpc;
  grpc::ClientContext context;
  user::v1::GetUserResponse response;
  const grpc::Status status =
      rpc.Users()->GetUser(&context, GetByExternalId("nobody"), &response);
  EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(ReasonIn(status), base::Reason::kUserNotFound);
}

TEST(GrpcServer, LetsEachRoleCallItsRpcsAndNoOther) {
  for (const Role role :
       {Role::kService, Role::kGateway, Role::kAuditor, Role::kAdmin}) {
    RpcWorld rpc([&](GrpcServerOptions& options) {
      options.identity.clear_roles = {role};
      // Without a grant a service is refused by each use case.
      ASSERT_TRUE(options.identity.AddGrant("local=acme").ok());
    });
    const auto channel = rpc.TcpChannel();
    for (const RpcInfo& info : AllRpcs()) {
      const RawResult result = CallRaw(channel, PathOf(info), "");
      EXPECT_EQ(ReasonIn(result.status) == base::Reason::kPermissionDenied,
                !info.allowed.Has(role))
          << info.method << " as role " << static_cast<int>(role) << ": "
          << result.status.error_message();
    }
  }
}

TEST(GrpcServer, TellsItsHealth) {
  RpcWorld rpc;
  EXPECT_EQ(CallRaw(rpc.TcpChannel(), kHealthCheck, "").answer, kServing);
  rpc.server->SetServing(false);
  EXPECT_EQ(CallRaw(rpc.TcpChannel(), kHealthCheck, "").answer, kNotServing);
}

TEST(GrpcServer, ReflectsOnlyWithTheFlag) {
  RpcWorld closed;
  EXPECT_EQ(
      CallRaw(closed.SocketChannel(), kReflection, "").status.error_code(),
      grpc::StatusCode::UNIMPLEMENTED);
  RpcWorld open([](GrpcServerOptions& options) { options.reflection = true; });
  EXPECT_TRUE(
      CallRaw(open.SocketChannel(), kReflection, "").answer.has_value());
}

TEST(GrpcServer, CountsRpcsByCode) {
  RpcWorld rpc;
  grpc::ClientContext context;
  user::v1::GetUserResponse response;
  rpc.Users()->GetUser(&context, GetByExternalId("nobody"), &response);
  double not_found = 0;
  for (const auto& family : rpc.metrics.Collect()) {
    if (family.name != "rollbook_rpc_requests_total") continue;
    for (const auto& metric : family.metric) {
      for (const auto& label : metric.label) {
        if (label.value == "NOT_FOUND") not_found += metric.counter.value;
      }
    }
  }
  EXPECT_EQ(not_found, 1);
}

TEST(GrpcServer, MakesASocketForItsOwnerOnly) {
  RpcWorld rpc;
  struct stat file {};
  ASSERT_EQ(stat(rpc.options.unix_socket.c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777, 0600u);
}

TEST(GrpcServer, TakesOverAStaleSocketButNotALiveOne) {
  const std::string path = base::NewTempPath("socket");
  const int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strcpy(address.sun_path, path.c_str());
  ASSERT_EQ(bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)),
            0);
  close(fd);

  RpcWorld rpc([&](GrpcServerOptions& options) { options.unix_socket = path; });
  EXPECT_EQ(CallRaw(rpc.SocketChannel(), kHealthCheck, "").answer, kServing);
  const auto second = rpc.StartServer({.unix_socket = path});
  EXPECT_THAT(std::string(second.status().message()),
              HasSubstr("another process is listening"));
}

TEST(GrpcServer, LeavesAFileThatIsNoSocketAlone) {
  RpcWorld rpc;
  const std::string path = base::NewTempPath("socket");
  std::ofstream(path) << "precious";
  const auto server = rpc.StartServer({.unix_socket = path});
  EXPECT_THAT(std::string(server.status().message()),
              HasSubstr("is not a socket"));
  EXPECT_THAT(
      std::string(rpc.StartServer({.unix_socket = std::string(200, 'x')})
                      .status()
                      .message()),
      HasSubstr("too long"));
}

TEST(GrpcServer, NamesTheAddressThatIsInUse) {
  RpcWorld rpc;
  const std::string address = "127.0.0.1:" + std::to_string(rpc.server->port());
  const auto second = rpc.StartServer({.listen = address});
  EXPECT_EQ(base::ReasonOf(second.status()), base::Reason::kInvalidArgument);
  EXPECT_THAT(std::string(second.status().message()), HasSubstr(address));
}

TEST(GrpcServer, ServesOtherAddressesInTheClearOnlyWhenToldSo) {
  RpcWorld rpc;
  const auto refused = rpc.StartServer({.listen = "0.0.0.0:0"});
  EXPECT_THAT(std::string(refused.status().message()), HasSubstr("--insecure"));
  EXPECT_TRUE(rpc.StartServer({.listen = "0.0.0.0:0", .insecure = true}).ok());
}

TEST(GrpcServer, RefusesNewCallsAfterADrain) {
  RpcWorld rpc;
  const auto channel = rpc.SocketChannel();
  ASSERT_EQ(CallRaw(channel, kHealthCheck, "").answer, kServing);
  rpc.server->Drain(absl::Seconds(5));
  EXPECT_EQ(CallRaw(channel, kHealthCheck, "").status.error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace rollbook::services
