// The microservices' side: gRPC over the socket and over a loopback port.

#include <grpcpp/grpcpp.h>

#include "gmock/gmock.h"
#include "google/rpc/error_details.pb.h"
#include "google/rpc/status.pb.h"
#include "rollbook/audit/v1/audit_service.grpc.pb.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

// google.rpc.ErrorInfo.reason; empty when there is none.
std::string ReasonOf(const grpc::Status& status) {
  google::rpc::Status details;
  if (!details.ParseFromString(status.error_details())) return "";
  for (const auto& detail : details.details()) {
    google::rpc::ErrorInfo info;
    if (detail.UnpackTo(&info)) return info.reason();
  }
  return "";
}

user::v1::CreateUserRequest Create(const std::string& external_id,
                                   const std::string& request_id = "") {
  user::v1::CreateUserRequest request;
  request.set_partner_id("acme");
  request.set_external_id(external_id);
  request.mutable_profile()->set_email("jane.doe@example.com");
  request.set_request_id(request_id);
  return request;
}

class Grpc : public EndToEnd {
 protected:
  Grpc() : EndToEnd(ServiceOptions{}) {}

  std::shared_ptr<grpc::Channel> Channel(const std::string& target) const {
    return grpc::CreateChannel(target, grpc::InsecureChannelCredentials());
  }
  std::string Port() const {
    return "127.0.0.1:" + std::to_string(service_.grpc_port());
  }
  std::string Socket() const { return "unix:" + service_.grpc_socket(); }

  // Calls over a channel of its own, as a client after a crash would.
  grpc::Status TryCreate(const user::v1::CreateUserRequest& request,
                         user::v1::CreateUserResponse& response) const {
    grpc::ClientContext context;
    return user::v1::UserService::NewStub(Channel(Port()))
        ->CreateUser(&context, request, &response);
  }
};

TEST_F(Grpc, ARetryAfterACrashGetsTheFirstAnswer) {
  const auto request = Create("42", NewUuidText());
  user::v1::CreateUserResponse first;
  ASSERT_TRUE(TryCreate(request, first).ok());
  service_.Crash();
  ASSERT_TRUE(service_.Start().ok());
  user::v1::CreateUserResponse again;
  ASSERT_TRUE(TryCreate(request, again).ok());
  EXPECT_TRUE(again.replayed());
  EXPECT_EQ(again.user().SerializeAsString(), first.user().SerializeAsString());
  EXPECT_EQ(History(first.user().user_id()).size(), 1u);
}

TEST_F(Grpc, RefusalsCarryAReason) {
  user::v1::CreateUserResponse response;
  const std::string id = NewUuidText();
  ASSERT_TRUE(TryCreate(Create("42", id), response).ok());
  const grpc::Status taken = TryCreate(Create("42"), response);
  EXPECT_EQ(taken.error_code(), grpc::StatusCode::ALREADY_EXISTS);
  EXPECT_EQ(ReasonOf(taken), "EXTERNAL_ID_TAKEN");
  EXPECT_EQ(ReasonOf(TryCreate(Create("43", id), response)),
            "IDEMPOTENCY_KEY_REUSED");
}

TEST_F(Grpc, AReaderWithAPositionSeesAtLeastThat) {
  const auto users = user::v1::UserService::NewStub(Channel(Port()));
  for (int i = 0; i < 20; ++i) {
    user::v1::CreateUserResponse created;
    ASSERT_TRUE(TryCreate(Create(std::to_string(i)), created).ok());
    user::v1::ListUsersRequest request;
    request.set_partner_id("acme");
    *request.mutable_min_position() = created.position();
    user::v1::ListUsersResponse list;
    grpc::ClientContext context;
    ASSERT_TRUE(users->ListUsers(&context, request, &list).ok());
    EXPECT_EQ(list.users_size(), i + 1);
  }
}

TEST_F(Grpc, AFollowerSeesWhatIsCommittedLater) {
  audit::v1::ReadLogRequest request;
  request.set_follow(true);
  grpc::ClientContext context;
  const auto stream = audit::v1::AuditService::NewStub(Channel(Socket()))
                          ->ReadLog(&context, request);
  user::v1::CreateUserResponse created;
  ASSERT_TRUE(TryCreate(Create("42"), created).ok());
  std::string last_user;
  for (audit::v1::ReadLogResponse page;
       last_user.empty() && stream->Read(&page);) {
    for (const audit::v1::Event& event : page.events()) {
      if (event.has_user_id()) last_user = event.user_id();
    }
  }
  EXPECT_EQ(last_user, created.user().user_id());
  context.TryCancel();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST_F(Grpc, ALoopbackPortReadsNoHistory) {
  grpc::ClientContext context;
  const auto stream = audit::v1::AuditService::NewStub(Channel(Port()))
                          ->ReadLog(&context, audit::v1::ReadLogRequest());
  audit::v1::ReadLogResponse page;
  EXPECT_FALSE(stream->Read(&page));
  EXPECT_EQ(ReasonOf(stream->Finish()), "PERMISSION_DENIED");
}

TEST_F(Grpc, AStopEndsStreamsThatFollow) {
  audit::v1::ReadLogRequest request;
  request.set_follow(true);
  grpc::ClientContext context;
  auto stream = audit::v1::AuditService::NewStub(Channel(Socket()))
                    ->ReadLog(&context, request);
  audit::v1::ReadLogResponse page;
  ASSERT_TRUE(stream->Read(&page));
  // Reads on meanwhile, as a client does that follows, and hangs up: a client
  // that does neither answers the server's farewell after five seconds.
  grpc::Status end;
  std::thread following([&] {
    while (stream->Read(&page)) continue;
    end = stream->Finish();
    stream.reset();
  });
  const auto exit = service_.Stop();
  following.join();
  ASSERT_TRUE(exit.ok()) << exit.status();
  EXPECT_EQ(exit->code, 0);
  EXPECT_EQ(end.error_code(), grpc::StatusCode::UNAVAILABLE);
}

}  // namespace
}  // namespace rollbook::tests
