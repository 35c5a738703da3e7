#include "tests/e2e/end_to_end.h"

#include <grpcpp/grpcpp.h>

#include <iostream>
#include <sstream>
#include <utility>

#include "absl/time/clock.h"
#include "base/crypto/random.h"
#include "base/ids.h"
#include "gmock/gmock.h"
#include "rollbook/audit/v1/audit_service.grpc.pb.h"

namespace rollbook::tests {
namespace {

std::shared_ptr<grpc::Channel> ChannelTo(const Service& service) {
  return grpc::CreateChannel("unix:" + service.grpc_socket(),
                             grpc::InsecureChannelCredentials());
}

}  // namespace

Json ExampleUser(const std::string& external_id) {
  return {{"externalId", external_id},
          {"email", "jane.doe@example.com"},
          {"firstName", "Jane"},
          {"lastName", "Doe"},
          {"dateOfBirth", "1990-05-15"},
          {"addressLine1", "123 Main St"},
          {"addressLine2", "Suite 400"},
          {"city", "Toronto"},
          {"postalCode", "M5V 2T6"},
          {"province", "ON"},
          {"country", "CA"},
          {"occupation", "Software Engineer"},
          {"isCiroAffiliate", false}};
}

Json ParseJson(const std::string& text) {
  Json json = Json::parse(text, nullptr, /*allow_exceptions=*/false);
  EXPECT_FALSE(json.is_discarded()) << text;
  return json.is_discarded() ? Json() : json;
}

std::vector<Json> ParseJsonLines(const std::string& text) {
  std::vector<Json> documents;
  std::istringstream lines(text);
  for (std::string line; std::getline(lines, line);) {
    documents.push_back(ParseJson(line));
  }
  return documents;
}

HttpCall CreateCall(const Json& user) {
  return {.method = "POST", .target = "/v1/users", .body = user.dump()};
}

HttpCall PatchCall(const std::string& external_id, const Json& changes) {
  return {.method = "PATCH",
          .target = "/v1/users/" + external_id,
          .body = changes.dump()};
}

HttpCall GetCall(const std::string& external_id) {
  return {.target = "/v1/users/" + external_id};
}

std::string NewUuidText() {
  return base::FormatUuid(base::NewUuid(base::CryptoRandom()));
}

void EndToEnd::SetUp() {
  const absl::Status started = service_.Start();
  ASSERT_TRUE(started.ok()) << started;
  const auto key = service_.CreatePartner("acme");
  ASSERT_TRUE(key.ok()) << key.status();
  acme_ = *key;
}

void EndToEnd::TearDown() {
  if (HasFailure()) std::cerr << service_.Log();
}

HttpAnswer EndToEnd::Send(const HttpCall& call, const PartnerKey& key) const {
  return SendAsIs(Signed(call, key));
}

HttpAnswer EndToEnd::SendAsIs(const HttpCall& call) const {
  auto answer = Connect().Call(call);
  EXPECT_TRUE(answer.ok()) << answer.status();
  return answer.ok() ? *std::move(answer) : HttpAnswer{};
}

Json EndToEnd::Cli(const std::vector<std::string>& arguments) const {
  const auto finished = service_.Cli(arguments);
  EXPECT_TRUE(finished.ok()) << finished.status();
  if (!finished.ok()) return {};
  EXPECT_EQ(finished->exit.code, 0) << finished->err;
  return ParseJson(finished->out);
}

std::unique_ptr<user::v1::UserService::Stub> EndToEnd::Users() const {
  return user::v1::UserService::NewStub(ChannelTo(service_));
}

std::vector<audit::v1::Event> EndToEnd::History(
    const std::string& user_id, const std::string& partner) const {
  const auto audit = audit::v1::AuditService::NewStub(ChannelTo(service_));
  audit::v1::ListUserEventsRequest request;
  request.set_partner_id(partner);
  request.set_user_id(user_id);
  grpc::ClientContext context;
  const auto stream = audit->ListUserEvents(&context, request);
  std::vector<audit::v1::Event> events;
  for (audit::v1::ListUserEventsResponse page; stream->Read(&page);) {
    events.insert(events.end(), page.events().begin(), page.events().end());
  }
  const grpc::Status status = stream->Finish();
  EXPECT_TRUE(status.ok()) << status.error_message();
  return events;
}

bool Eventually(const std::function<bool()>& condition) {
  constexpr absl::Duration kPause = absl::Milliseconds(10);
  const absl::Time deadline = absl::Now() + kPatience;
  while (!condition()) {
    if (absl::Now() > deadline) return false;
    absl::SleepFor(kPause);
  }
  return true;
}

std::string ArrangementName(const testing::TestParamInfo<Arrangement>& info) {
  return info.param == Arrangement::kInProcess ? "InProcess"
                                               : "SeparateGateway";
}

Json ExpectError(const HttpAnswer& answer, int status, std::string_view error,
                 std::string_view message) {
  EXPECT_EQ(answer.status, status) << answer.body;
  EXPECT_EQ(answer.Header("Content-Type"), "application/json");
  Json body = ParseJson(answer.body);
  EXPECT_EQ(body.value("error", ""), error);
  EXPECT_EQ(body.value("message", ""), message);
  const std::string id = body.value("requestId", "");
  EXPECT_THAT(id, testing::MatchesRegex("req-[0-9a-f-]+"));
  EXPECT_EQ(id.size(), 40u);
  EXPECT_EQ(answer.Header("X-Request-Id"), id);
  return body;
}

std::vector<std::string> FieldsOf(const Json& error) {
  std::vector<std::string> fields;
  for (const Json& entry : error.value("fieldErrors", Json::array())) {
    fields.push_back(entry.value("field", ""));
  }
  return fields;
}

}  // namespace rollbook::tests
