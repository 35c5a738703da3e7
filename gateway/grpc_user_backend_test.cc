#include "gateway/grpc_user_backend.h"

#include <grpcpp/grpcpp.h>

#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>

#include "absl/time/clock.h"
#include "base/error.h"
#include "base/mutex.h"
#include "base/testing/temp_dir.h"
#include "gateway/http/testing/test_certificate.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "gtest/gtest.h"
#include "rollbook/gateway/v1/gateway_service.grpc.pb.h"
#include "rollbook/user/v1/user_service.grpc.pb.h"

namespace rollbook::gateway {
namespace {

GrpcBackendOptions To(const std::string& address) {
  GrpcBackendOptions options;
  options.address = address;
  return options;
}

// Waits until a condition that other threads change holds.
class Signal {
 public:
  template <typename Change>
  void Set(Change change) {
    base::MutexLock lock(mutex_);
    change();
    changed_.NotifyAll();
  }
  template <typename Condition>
  void Await(Condition holds) {
    base::MutexLock lock(mutex_);
    while (!holds()) changed_.Wait(mutex_);
  }

 private:
  base::Mutex mutex_;
  base::CondVar changed_;
};

class FakeUsers final : public user::v1::UserService::Service {
 public:
  grpc::Status CreateUser(grpc::ServerContext*,
                          const user::v1::CreateUserRequest* request,
                          user::v1::CreateUserResponse* response) override {
    response->mutable_user()->set_external_id(request->external_id());
    return grpc::Status::OK;
  }
  grpc::Status GetUser(grpc::ServerContext*, const user::v1::GetUserRequest*,
                       user::v1::GetUserResponse*) override {
    google::rpc::ErrorInfo info;
    info.set_domain("rollbook");
    info.set_reason("USER_NOT_FOUND");
    google::rpc::Status status;
    status.add_details()->PackFrom(info);
    return {grpc::StatusCode::NOT_FOUND, "User not found",
            status.SerializeAsString()};
  }
};

// Sends one heartbeat, then a change for each Push.
class FakeGatewayService final : public v1::GatewayService::Service {
 public:
  grpc::Status WatchCredentials(
      grpc::ServerContext*, const v1::WatchCredentialsRequest*,
      grpc::ServerWriter<v1::WatchCredentialsResponse>* writer) override {
    writer->Write({});
    signal_.Await([this] { return ending_ || !change_.empty(); });
    v1::WatchCredentialsResponse change;
    signal_.Set(
        [&] { change.set_changed_partner_id(std::exchange(change_, "")); });
    writer->Write(change);
    return grpc::Status::OK;
  }
  void PushAndEndStream(std::string partner) {
    signal_.Set([&] { change_ = std::move(partner); });
  }
  void End() {
    signal_.Set([this] { ending_ = true; });
  }

 private:
  Signal signal_;
  std::string change_;
  bool ending_ = false;
};

class CountingWatcher final : public UserBackend::CredentialWatcher {
 public:
  void OnConnected() override {
    signal.Set([this] { ++connected; });
  }
  void OnChange(const v1::WatchCredentialsResponse& change) override {
    if (change.changed_partner_id().empty()) return;
    signal.Set([&] { changed = change.changed_partner_id(); });
  }
  void OnLost() override {
    signal.Set([this] { ++lost; });
  }

  Signal signal;
  int connected = 0;
  int lost = 0;
  std::string changed;
};

class GrpcUserBackendTest : public testing::Test {
 protected:
  GrpcUserBackendTest() {
    address_ = "unix:" + base::NewTempPath("socket");
    grpc::ServerBuilder builder;
    builder.AddListeningPort(address_, grpc::InsecureServerCredentials());
    builder.RegisterService(&users_);
    builder.RegisterService(&gateway_);
    server_ = builder.BuildAndStart();
    auto backend = MakeGrpcUserBackend(To(address_));
    EXPECT_TRUE(backend.ok());
    backend_ = *std::move(backend);
  }
  ~GrpcUserBackendTest() override {
    gateway_.End();
    if (server_) server_->Shutdown();
  }

  absl::StatusOr<user::v1::GetUserResponse> Get() {
    absl::StatusOr<user::v1::GetUserResponse> answer;
    bool done = false;
    Signal signal;
    backend_->GetUser({}, absl::Now() + absl::Seconds(30), [&](auto response) {
      signal.Set([&] {
        answer = std::move(response);
        done = true;
      });
    });
    signal.Await([&] { return done; });
    return answer;
  }

  std::string address_;
  FakeUsers users_;
  FakeGatewayService gateway_;
  std::unique_ptr<grpc::Server> server_;
  std::unique_ptr<GrpcUserBackend> backend_;
};

TEST_F(GrpcUserBackendTest, CarriesACallThereAndBack) {
  user::v1::CreateUserRequest request;
  request.set_external_id("x");
  Signal signal;
  std::string external_id;
  backend_->CreateUser(
      std::move(request), absl::Now() + absl::Seconds(30), [&](auto response) {
        signal.Set([&] {
          external_id = response.ok() ? response->user().external_id()
                                      : response.status().ToString();
        });
      });
  signal.Await([&] { return !external_id.empty(); });
  EXPECT_EQ(external_id, "x");
  EXPECT_TRUE(backend_->Ready());
}

TEST_F(GrpcUserBackendTest, BringsTheServicesReasonBack) {
  EXPECT_EQ(base::ReasonOf(Get().status()), base::Reason::kUserNotFound);
}

TEST_F(GrpcUserBackendTest, IsUnavailableWhenNobodyListens) {
  server_->Shutdown();
  server_.reset();
  EXPECT_EQ(base::ReasonOf(Get().status()), base::Reason::kBackendUnavailable);
  EXPECT_FALSE(backend_->Ready());
}

TEST_F(GrpcUserBackendTest, WatchesAndWatchesAgainAfterALoss) {
  CountingWatcher watcher;
  auto watch = backend_->WatchCredentials(watcher);
  watcher.signal.Await([&] { return watcher.connected == 1; });
  gateway_.PushAndEndStream("acme");
  watcher.signal.Await([&] { return watcher.changed == "acme"; });
  watcher.signal.Await([&] { return watcher.lost == 1; });
  watcher.signal.Await([&] { return watcher.connected == 2; });
  watch.reset();
}

TEST_F(GrpcUserBackendTest, TakesNewFilesForCallsToCome) {
  using http::TestCertificate;
  const TestCertificate server("server");
  const TestCertificate stranger("stranger");
  const TestCertificate own("own");
  const auto text = [](const std::string& file) {
    std::ifstream in(file);
    return std::string((std::istreambuf_iterator<char>(in)), {});
  };
  grpc::SslServerCredentialsOptions tls(
      GRPC_SSL_REQUEST_AND_REQUIRE_CLIENT_CERTIFICATE_AND_VERIFY);
  tls.pem_root_certs = text(own.certificate_file());
  tls.pem_key_cert_pairs.push_back(
      {text(server.key_file()), text(server.certificate_file())});
  int port = 0;
  FakeUsers users;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::SslServerCredentials(tls),
                           &port);
  builder.RegisterService(&users);
  const auto secured = builder.BuildAndStart();

  GrpcBackendOptions options = To("127.0.0.1:" + std::to_string(port));
  options.ca_file = server.certificate_file();
  options.certificate_file = stranger.certificate_file();
  options.key_file = stranger.key_file();
  auto backend = MakeGrpcUserBackend(options);
  ASSERT_TRUE(backend.ok()) << backend.status();
  backend_ = *std::move(backend);
  EXPECT_EQ(base::ReasonOf(Get().status()), base::Reason::kBackendUnavailable);

  std::ofstream(options.certificate_file) << text(own.certificate_file());
  const absl::Status refused = backend_->Reload();
  EXPECT_NE(refused.message().find(options.key_file), absl::string_view::npos)
      << refused;
  EXPECT_EQ(base::ReasonOf(Get().status()), base::Reason::kBackendUnavailable);

  std::ofstream(options.key_file) << text(own.key_file());
  EXPECT_TRUE(backend_->Reload().ok());
  EXPECT_EQ(base::ReasonOf(Get().status()), base::Reason::kUserNotFound);
  backend_.reset();
  secured->Shutdown();
}

TEST(GrpcBackendOptions, RefusesTheClearToAnotherMachine) {
  for (const char* local :
       {"unix:/x", "127.0.0.1:1", "localhost:1", "[::1]:1"}) {
    EXPECT_TRUE(MakeGrpcUserBackend(To(local)).ok()) << local;
  }
  GrpcBackendOptions remote = To("10.0.0.1:1");
  EXPECT_FALSE(MakeGrpcUserBackend(remote).ok());
  remote.insecure = true;
  EXPECT_TRUE(MakeGrpcUserBackend(remote).ok());
}

TEST(GrpcBackendOptions, NamesTheFileThatCannotBeRead) {
  GrpcBackendOptions options = To("x:1");
  options.ca_file = "/nonexistent/ca.pem";
  const auto missing = MakeGrpcUserBackend(options);
  ASSERT_FALSE(missing.ok());
  EXPECT_NE(std::string(missing.status().message()).find(options.ca_file),
            std::string::npos);
  options = To("x:1");
  options.certificate_file = "/x";
  EXPECT_FALSE(MakeGrpcUserBackend(options).ok()) << "half a pair";
}

}  // namespace
}  // namespace rollbook::gateway
