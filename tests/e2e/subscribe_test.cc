// Who hears of what: subscriptions by partner and type, and a service that was
// granted one partner.

#include <grpcpp/grpcpp.h>

#include <memory>
#include <string>
#include <vector>

#include "gmock/gmock.h"
#include "rollbook/audit/v1/audit_service.grpc.pb.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

using audit::v1::AuditService;
using audit::v1::SubscribeRequest;
using audit::v1::SubscribeResponse;

class Subscriptions : public EndToEnd {
 protected:
  Subscriptions()
      : EndToEnd(ServiceOptions{.rollbookd_flags = {"--grant=local=nova"}}) {}

  void SetUp() override {
    EndToEnd::SetUp();
    nova_ = *service_.CreatePartner("nova");
    ASSERT_EQ(Send(CreateCall(ExampleUser("a")), acme_).status, 201);
    ASSERT_EQ(Send(CreateCall(ExampleUser("n")), nova_).status, 201);
    for (const std::string partner : {"acme", "nova"}) {
      const Json user = Cli({"user", "get", "--partner", partner,
                             "--external_id", partner.substr(0, 1)});
      Cli({"user", "status", user["userId"], "--partner", partner, "--action",
           "approve", "--reason", "documents checked"});
    }
  }

  // With every role.
  std::unique_ptr<AuditService::Stub> Auditor() const {
    return StubOf("unix:" + service_.grpc_socket());
  }
  // With role `service`.
  std::unique_ptr<AuditService::Stub> Microservice() const {
    return StubOf("127.0.0.1:" + std::to_string(service_.grpc_port()));
  }

  struct Heard {
    std::vector<std::string> events;  // "acme UserCreated"
    grpc::StatusCode code = grpc::StatusCode::OK;
  };
  // All that there is until now.
  static Heard Listen(AuditService::Stub& stub,
                      const SubscribeRequest& request) {
    grpc::ClientContext context;
    const auto reader = stub.Subscribe(&context, request);
    Heard heard;
    SubscribeResponse response;
    bool caught_up = false;
    while (!caught_up && reader->Read(&response)) {
      for (const auto& event : response.events()) {
        heard.events.push_back(event.partner_id() + " " + event.type());
      }
      caught_up = response.caught_up();
    }
    if (caught_up) context.TryCancel();
    while (reader->Read(&response)) {
    }
    heard.code = reader->Finish().error_code();
    if (caught_up) heard.code = grpc::StatusCode::OK;
    return heard;
  }

 private:
  static std::unique_ptr<AuditService::Stub> StubOf(
      const std::string& address) {
    return AuditService::NewStub(
        grpc::CreateChannel(address, grpc::InsecureChannelCredentials()));
  }

  PartnerKey nova_;
};

TEST_F(Subscriptions, AreFilteredByPartnerAndType) {
  SubscribeRequest request;
  request.add_types("UserCreated");
  request.add_types("UserStatusChanged");
  EXPECT_THAT(
      Listen(*Auditor(), request).events,
      testing::ElementsAre("acme UserCreated", "nova UserCreated",
                           "acme UserStatusChanged", "nova UserStatusChanged"));
  request.add_partner_ids("acme");
  EXPECT_THAT(
      Listen(*Auditor(), request).events,
      testing::ElementsAre("acme UserCreated", "acme UserStatusChanged"));
  request.clear_types();
  request.add_types("UserStatusChanged");
  EXPECT_THAT(Listen(*Auditor(), request).events,
              testing::ElementsAre("acme UserStatusChanged"));
}

TEST_F(Subscriptions, OfAServiceAreOfThePartnersThatWereGrantedToIt) {
  const auto service = Microservice();
  SubscribeRequest request;
  EXPECT_THAT(
      Listen(*service, request).events,
      testing::ElementsAre("nova PartnerCreated", "nova KeyCreated",
                           "nova UserCreated", "nova UserStatusChanged"));
  request.add_types("UserCreated");
  EXPECT_THAT(Listen(*service, request).events,
              testing::ElementsAre("nova UserCreated"));
  request.add_partner_ids("nova");
  request.add_partner_ids("acme");
  const Heard refused = Listen(*service, request);
  EXPECT_THAT(refused.events, testing::IsEmpty());
  EXPECT_EQ(refused.code, grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(Subscriptions, AreNotTheOnlyThingThatAServiceSeesOfGrantedPartnersOnly) {
  const auto service = Microservice();
  for (const std::string partner : {"acme", "nova", ""}) {
    const auto expected = partner == "nova" ? grpc::StatusCode::OK
                          : partner.empty()
                              ? grpc::StatusCode::INVALID_ARGUMENT
                              : grpc::StatusCode::PERMISSION_DENIED;
    audit::v1::ListDailyCountsRequest counts;
    counts.set_partner_id(partner);
    audit::v1::ListDailyCountsResponse counted;
    grpc::ClientContext counting;
    EXPECT_EQ(
        service->ListDailyCounts(&counting, counts, &counted).error_code(),
        expected)
        << partner;
    if (partner.empty()) continue;
    audit::v1::GetUserAtRequest past;
    past.set_partner_id(partner);
    past.set_external_id(partner.substr(0, 1));
    audit::v1::GetUserAtResponse user;
    grpc::ClientContext looking;
    EXPECT_EQ(service->GetUserAt(&looking, past, &user).error_code(), expected)
        << partner;
    audit::v1::ListUserEventsRequest events;
    events.set_partner_id(partner);
    events.set_external_id(partner.substr(0, 1));
    audit::v1::ListUserEventsResponse page;
    grpc::ClientContext reading;
    const auto reader = service->ListUserEvents(&reading, events);
    while (reader->Read(&page)) {
    }
    EXPECT_EQ(reader->Finish().error_code(), expected) << partner;
  }
  grpc::ClientContext context;
  const auto log = service->ReadLog(&context, {});
  audit::v1::ReadLogResponse page;
  EXPECT_FALSE(log->Read(&page));
  EXPECT_EQ(log->Finish().error_code(), grpc::StatusCode::PERMISSION_DENIED);
}

}  // namespace
}  // namespace rollbook::tests
