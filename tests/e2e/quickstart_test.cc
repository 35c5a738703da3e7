// The story that ./quickstart tells: a user comes to be over REST and over
// gRPC, changes, and can be read with all of its history.

#include <grpcpp/grpcpp.h>

#include "gmock/gmock.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::MatchesRegex;

using Quickstart = EndToEnd;
INSTANTIATE_TEST_SUITE_P(, Quickstart,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

std::vector<std::string> Keys(const Json& object) {
  std::vector<std::string> keys;
  for (const auto& [key, value] : object.items()) keys.push_back(key);
  return keys;
}

std::vector<std::string> Types(const std::vector<audit::v1::Event>& events) {
  std::vector<std::string> types;
  types.reserve(events.size());
  for (const audit::v1::Event& event : events) types.push_back(event.type());
  return types;
}

user::v1::User MustCreate(user::v1::UserService::Stub& users,
                          const std::string& external_id) {
  user::v1::CreateUserRequest request;
  request.set_partner_id("acme");
  request.set_external_id(external_id);
  request.mutable_profile()->set_email("jane.doe@example.com");
  request.mutable_profile()->set_first_name("Jane");
  user::v1::CreateUserResponse response;
  grpc::ClientContext context;
  const grpc::Status status = users.CreateUser(&context, request, &response);
  EXPECT_TRUE(status.ok()) << status.error_message();
  return response.user();
}

TEST_P(Quickstart, AUserIsCreatedChangedAndReadOverRest) {
  const HttpAnswer created = Send(CreateCall(ExampleUser("partner-user-42")));
  ASSERT_EQ(created.status, 201) << created.body;
  const Json body = ParseJson(created.body);
  EXPECT_THAT(Keys(body), ElementsAre("userId", "externalId", "status"));
  EXPECT_EQ(body["externalId"], "partner-user-42");
  EXPECT_EQ(body["status"], "pendingCompliance");
  EXPECT_EQ(created.Header("Cache-Control"), "no-store");
  EXPECT_EQ(created.Header("X-Content-Type-Options"), "nosniff");
  EXPECT_THAT(created.Header("X-Request-Id"), MatchesRegex("req-[0-9a-f-]+"));

  const HttpAnswer patched =
      Send(PatchCall("partner-user-42", {{"city", "Ottawa"}}));
  ASSERT_EQ(patched.status, 200) << patched.body;
  const Json change = ParseJson(patched.body);
  EXPECT_THAT(Keys(change),
              ElementsAre("userId", "externalId", "status", "updatedAt"));
  EXPECT_EQ(change["userId"], body["userId"]);
  EXPECT_THAT(change["updatedAt"].get<std::string>(),
              MatchesRegex("....-..-..T..:..:..Z"));

  const HttpAnswer read = Send(GetCall("partner-user-42"));
  ASSERT_EQ(read.status, 200) << read.body;
  EXPECT_EQ(ParseJson(read.body), body);
  EXPECT_EQ(read.Header("ETag"), patched.Header("ETag"));
  EXPECT_NE(read.Header("ETag"), created.Header("ETag"));
}

TEST_P(Quickstart, RestAndGrpcSeeTheSameUsers) {
  const auto users = Users();
  const user::v1::User jane = MustCreate(*users, "from-grpc");
  const HttpAnswer read = Send(GetCall("from-grpc"));
  ASSERT_EQ(read.status, 200) << read.body;
  EXPECT_EQ(ParseJson(read.body)["userId"], jane.user_id());

  ASSERT_EQ(Send(CreateCall(ExampleUser("from-rest"))).status, 201);
  user::v1::GetUserRequest request;
  request.set_partner_id("acme");
  request.mutable_user()->set_external_id("from-rest");
  user::v1::GetUserResponse response;
  grpc::ClientContext context;
  ASSERT_TRUE(users->GetUser(&context, request, &response).ok());
  EXPECT_EQ(response.user().profile().address().city(), "Toronto");
  EXPECT_EQ(response.user().profile().first_name(), "Jane");
  EXPECT_EQ(response.user().version(), 1u);
}

TEST_P(Quickstart, TheHistorySaysWhoDidWhat) {
  const HttpAnswer created = Send(CreateCall(ExampleUser("42")));
  ASSERT_EQ(created.status, 201) << created.body;
  const std::string user_id = ParseJson(created.body)["userId"];
  ASSERT_EQ(
      Send(PatchCall("42", {{"city", "Ottawa"}, {"email", "jane@example.org"}}))
          .status,
      200);
  Cli({"user", "status", user_id, "--partner", "acme", "--action", "approve",
       "--reason", "documents checked"});
  EXPECT_EQ(ParseJson(Send(GetCall("42")).body)["status"], "active");

  const std::vector<audit::v1::Event> events = History(user_id);
  ASSERT_THAT(Types(events),
              ElementsAre("UserCreated", "UserProfileUpdated",
                          "UserEmailChanged", "UserStatusChanged"));
  for (size_t i = 0; i < events.size(); ++i) {
    EXPECT_EQ(events[i].version(), i + 1);
  }
  EXPECT_THAT(events[0].actor(), MatchesRegex("partner:acme/key:.+"));
  EXPECT_EQ(events[0].request_id(), created.Header("X-Request-Id"));
  EXPECT_EQ(events[0].user_event().user_created().profile().email(),
            "jane.doe@example.com");
  EXPECT_EQ(events[3].actor(), "admin:local");
}

TEST_P(Quickstart, ARestartForgetsNothing) {
  const HttpAnswer created = Send(CreateCall(ExampleUser("42")));
  ASSERT_EQ(created.status, 201) << created.body;
  const auto exit = service_.Stop();
  ASSERT_TRUE(exit.ok());
  EXPECT_EQ(exit->code, 0);
  ASSERT_TRUE(service_.Start().ok());
  // A gateway of its own needs a moment to find its backend again.
  HttpAnswer read;
  EXPECT_TRUE(Eventually([&] {
    read = Send(GetCall("42"));
    return read.status == 200;
  }));
  EXPECT_EQ(read.body, created.body);
  EXPECT_THAT(service_.Log(), testing::Not(testing::HasSubstr("jane.doe")));
}

}  // namespace
}  // namespace rollbook::tests
