#include <gmock/gmock.h>
#include <grpcpp/grpcpp.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "base/testing/temp_dir.h"
#include "services/rpc/rpc_test_world.h"
#include "services/rpc/test_certificates.h"

namespace rollbook::services {
namespace {

using testing::HasSubstr;

std::string FileWith(const std::string& text) {
  std::string path = base::NewTempPath("pem");
  std::ofstream(path) << text;
  return path;
}

void UseTls(GrpcServerOptions& options) {
  options.listen = "127.0.0.1:0";
  options.tls_cert_file = FileWith(kTestServerCertificate);
  options.tls_key_file = FileWith(kTestServerKey);
  options.tls_client_ca_file = FileWith(kTestCa);
}

std::shared_ptr<grpc::Channel> TlsChannel(const RpcWorld& rpc,
                                          bool with_certificate) {
  grpc::SslCredentialsOptions ssl;
  ssl.pem_root_certs = kTestCa;
  if (with_certificate) {
    ssl.pem_cert_chain = kTestClientCertificate;
    ssl.pem_private_key = kTestClientKey;
  }
  return grpc::CreateChannel("127.0.0.1:" + std::to_string(rpc.server->port()),
                             grpc::SslCredentials(ssl));
}

grpc::Status ListPartners(const std::shared_ptr<grpc::Channel>& channel) {
  grpc::ClientContext context;
  admin::v1::ListPartnersResponse response;
  return admin::v1::AdminService::NewStub(channel)->ListPartners(&context, {},
                                                                 &response);
}

TEST(MutualTls, GivesACertificatesNameItsRoles) {
  RpcWorld rpc([](GrpcServerOptions& options) {
    UseTls(options);
    ASSERT_TRUE(
        options.identity.AddRole("spiffe://bank.example/edge=admin").ok());
  });
  const grpc::Status status = ListPartners(TlsChannel(rpc, true));
  EXPECT_TRUE(status.ok()) << status.error_message();
}

TEST(MutualTls, KeepsARoleToItsRpcs) {
  RpcWorld rpc([](GrpcServerOptions& options) {
    UseTls(options);
    ASSERT_TRUE(options.identity.AddRole("edge.bank.example=gateway").ok());
  });
  EXPECT_EQ(ReasonIn(ListPartners(TlsChannel(rpc, true))),
            base::Reason::kPermissionDenied);
}

TEST(MutualTls, DoesNotKnowANameWithoutRoles) {
  RpcWorld rpc(UseTls);
  EXPECT_EQ(ReasonIn(ListPartners(TlsChannel(rpc, true))),
            base::Reason::kUnauthenticated);
}

TEST(MutualTls, EndsAHandshakeWithoutACertificate) {
  RpcWorld rpc(UseTls);
  EXPECT_EQ(ListPartners(TlsChannel(rpc, false)).error_code(),
            grpc::StatusCode::UNAVAILABLE);
  EXPECT_EQ(ListPartners(rpc.TcpChannel()).error_code(),
            grpc::StatusCode::UNAVAILABLE);
}

TEST(MutualTls, LeavesTheSocketAsItIs) {
  RpcWorld rpc(UseTls);
  EXPECT_TRUE(ListPartners(rpc.SocketChannel()).ok());
}

TEST(MutualTls, ReadsItsFilesAnewForConnectionsToCome) {
  GrpcServerOptions files;
  RpcWorld rpc([&](GrpcServerOptions& options) {
    UseTls(options);
    files = options;
    ASSERT_TRUE(options.identity.AddRole("edge.bank.example=admin").ok());
  });
  const auto before = TlsChannel(rpc, true);
  ASSERT_TRUE(ListPartners(before).ok());

  // Not the certificate's key: everything stays as it was.
  std::ofstream(files.tls_key_file) << kTestClientKey;
  EXPECT_THAT(std::string(rpc.server->ReloadTls().message()),
              HasSubstr(files.tls_key_file));
  EXPECT_TRUE(ListPartners(TlsChannel(rpc, true)).ok());

  // Nobody's certificate leads to this one.
  std::ofstream(files.tls_key_file) << kTestServerKey;
  std::ofstream(files.tls_client_ca_file) << kTestServerCertificate;
  EXPECT_TRUE(rpc.server->ReloadTls().ok());
  EXPECT_EQ(ListPartners(TlsChannel(rpc, true)).error_code(),
            grpc::StatusCode::UNAVAILABLE);
  EXPECT_TRUE(ListPartners(before).ok());
}

TEST(MutualTls, NeedsAllThreeFiles) {
  RpcWorld rpc;
  GrpcServerOptions options;
  UseTls(options);
  options.tls_client_ca_file.clear();
  EXPECT_THAT(std::string(rpc.StartServer(options).status().message()),
              HasSubstr("--grpc_tls_client_ca"));
  UseTls(options);
  options.tls_key_file = "/nowhere/key.pem";
  EXPECT_THAT(std::string(rpc.StartServer(options).status().message()),
              HasSubstr("/nowhere/key.pem"));
}

}  // namespace
}  // namespace rollbook::services
