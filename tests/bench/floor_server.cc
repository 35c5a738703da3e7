#include "tests/bench/floor_server.h"

#include <grpcpp/grpcpp.h>
#include <signal.h>
#include <sys/prctl.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <string>
#include <utility>

#include "gateway/http/handler.h"
#include "gateway/http/message.h"
#include "gateway/http/server.h"
#include "rollbook/audit/v1/audit_service.grpc.pb.h"
#include "rollbook/user/v1/user_service.grpc.pb.h"
#include "tests/bench/sample_user.h"

namespace rollbook::bench {
namespace {

using user::v1::CreateUserRequest;
using user::v1::CreateUserResponse;
using user::v1::GetUserRequest;
using user::v1::GetUserResponse;

// One message of about 1 MiB.
constexpr int kStreamedRecords = 2'000;
constexpr size_t kStreamedRecordBytes = 500;

user::v1::User FixedUser() {
  user::v1::User user;
  user.set_user_id("550e8400-e29b-41d4-a716-446655440000");
  user.set_partner_id("bench");
  user.set_external_id("bench-1773403200000000-1000000");
  *user.mutable_profile() = SampleProfile();
  user.set_status(user::v1::USER_STATUS_PENDING_COMPLIANCE);
  user.set_kyc_status(user::v1::KYC_STATUS_PENDING);
  user.set_version(1);
  user.mutable_create_time()->set_seconds(1773403200);
  user.mutable_create_time()->set_nanos(123456000);
  *user.mutable_update_time() = user.create_time();
  return user;
}

// Answers the same user to everyone, in the reaction: what is left is gRPC.
class EmptyUserService final : public user::v1::UserService::CallbackService {
 public:
  grpc::ServerUnaryReactor* CreateUser(grpc::CallbackServerContext* context,
                                       const CreateUserRequest*,
                                       CreateUserResponse* response) override {
    return Answer(context, response);
  }
  grpc::ServerUnaryReactor* GetUser(grpc::CallbackServerContext* context,
                                    const GetUserRequest*,
                                    GetUserResponse* response) override {
    return Answer(context, response);
  }

 private:
  template <typename Response>
  grpc::ServerUnaryReactor* Answer(grpc::CallbackServerContext* context,
                                   Response* response) {
    *response->mutable_user() = user_;
    response->mutable_position()->set_number(1000000);
    grpc::ServerUnaryReactor* const reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  const user::v1::User user_ = FixedUser();
};

// Streams the same message until it has sent as many records as are wanted.
class EmptyLogStream final
    : public grpc::ServerWriteReactor<audit::v1::ReadLogResponse> {
 public:
  EmptyLogStream(const audit::v1::ReadLogResponse* message, uint64_t records)
      : message_(*message), left_(records) {
    Advance();
  }

  void OnWriteDone(bool ok) override {
    if (!ok) left_ = 0;
    Advance();
  }
  void OnDone() override { delete this; }

 private:
  void Advance() {
    if (left_ == 0) return Finish(grpc::Status::OK);
    const auto records = static_cast<uint64_t>(message_.records_size());
    left_ -= std::min(left_, records);
    StartWrite(&message_);
  }

  const audit::v1::ReadLogResponse& message_;
  uint64_t left_;
};

class EmptyAuditService final
    : public audit::v1::AuditService::CallbackService {
 public:
  EmptyAuditService() {
    for (int i = 0; i < kStreamedRecords; ++i) {
      message_.add_records()->assign(kStreamedRecordBytes, 'r');
    }
  }

  grpc::ServerWriteReactor<audit::v1::ReadLogResponse>* ReadLog(
      grpc::CallbackServerContext*,
      const audit::v1::ReadLogRequest* request) override {
    return new EmptyLogStream(&message_, request->max_events());
  }

 private:
  audit::v1::ReadLogResponse message_;
};

// Answers every request with the body of a boca-raton create.
class EmptyHttpHandler final : public gateway::http::HttpHandler {
 public:
  void Handle(gateway::http::HttpRequest,
              gateway::http::Respond respond) override {
    std::move(respond)(Fixed(201));
  }
  gateway::http::HttpResponse Refuse(const gateway::http::RequestHead&,
                                     gateway::http::Refusal) override {
    return Fixed(400);
  }

 private:
  static gateway::http::HttpResponse Fixed(int status) {
    gateway::http::HttpResponse response;
    response.status = status;
    response.headers.emplace_back("Content-Type", "application/json");
    response.body = R"({"userId":"550e8400-e29b-41d4-a716-446655440000",)"
                    R"("externalId":"bench-http-1773403200000000-100000",)"
                    R"("status":"pendingCompliance"})";
    return response;
  }
};

}  // namespace

int RunFloorServer() {
  EmptyUserService service;
  grpc::ServerBuilder builder;
  int grpc_port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(),
                           &grpc_port);
  EmptyAuditService audit;
  builder.RegisterService(&service);
  builder.RegisterService(&audit);
  const std::unique_ptr<grpc::Server> grpc_server = builder.BuildAndStart();

  EmptyHttpHandler handler;
  gateway::http::HttpServerOptions options;
  options.listen = "127.0.0.1:0";
  auto http_server = gateway::http::HttpServer::Start(options, handler);
  if (grpc_server == nullptr || !http_server.ok()) {
    std::fprintf(stderr, "the floor server cannot listen\n");
    return 1;
  }
  std::printf("{\"grpc_port\":%d,\"http_port\":%d}\n", grpc_port,
              (*http_server)->port());
  std::fflush(stdout);
  // Its parent kills it; without a parent it is of no use.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  grpc_server->Wait();
  return 0;
}

}  // namespace rollbook::bench
