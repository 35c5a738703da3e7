#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "services/rpc/rpc_test_world.h"

// Whoever reads the history leaves a trace in it (docs/access.md).
namespace rollbook::services {
namespace {

using audit::v1::AccessEvent;

class Recorded : public testing::Test {
 protected:
  // What the log has of accesses, once `count` of them are there: the last one
  // is written after the call has ended.
  std::vector<audit::v1::Event> Accesses(size_t count) {
    for (;;) {
      const auto events = rpc_.history.ReadUser(AccessStream(), 0, 10'000);
      EXPECT_TRUE(events.ok()) << events.status();
      if (!events.ok() || events->size() >= count) return *events;
      std::this_thread::yield();
    }
  }

  grpc::Status ReadHistory(const std::string& external_id) {
    grpc::ClientContext context;
    audit::v1::ListUserEventsRequest request;
    request.set_partner_id("acme");
    request.set_external_id(external_id);
    const auto stub = rpc_.Audit();
    const auto reader = stub->ListUserEvents(&context, request);
    for (audit::v1::ListUserEventsResponse part; reader->Read(&part);) {
    }
    return reader->Finish();
  }

  RpcWorld rpc_;
};

TEST_F(Recorded, AReadOpensAndClosesWithWhatItDelivered) {
  rpc_.CreateUsers(2);
  ASSERT_TRUE(ReadHistory("user-1").ok());
  const auto accesses = Accesses(2);
  EXPECT_EQ(accesses[0].type(), "AccessOpened");
  EXPECT_EQ(accesses[0].actor(), "admin:local");
  const AccessEvent& opened = accesses[0].access_event();
  EXPECT_EQ(opened.method(), "ListUserEvents");
  EXPECT_EQ(opened.partner_id(), "acme");
  EXPECT_TRUE(opened.user_id().empty());
  EXPECT_EQ(accesses[1].type(), "AccessClosed");
  const AccessEvent& closed = accesses[1].access_event();
  EXPECT_EQ(closed.access_id(), opened.access_id());
  EXPECT_EQ(closed.records(), 1u);
  EXPECT_EQ(closed.first_position().number(), 4u);
  EXPECT_EQ(closed.last_position().number(), 4u);
  // What the partner calls the user stays out of the log; who it is does not.
  EXPECT_FALSE(closed.user_id().empty());
  EXPECT_EQ(closed.outcome(), "");
}

TEST_F(Recorded, RecordsThatAreReadAsStoredAreCounted) {
  rpc_.CreateUsers(3);
  const uint64_t head = rpc_.world.store->Head().number;
  grpc::ClientContext context;
  audit::v1::ReadLogRequest request;
  request.set_view(audit::v1::LOG_VIEW_RECORDS);
  const auto stub = rpc_.Audit();
  const auto reader = stub->ReadLog(&context, request);
  for (audit::v1::ReadLogResponse part; reader->Read(&part);) {
  }
  ASSERT_TRUE(reader->Finish().ok());
  const AccessEvent closed = Accesses(2)[1].access_event();
  EXPECT_EQ(closed.method(), "ReadLog");
  EXPECT_EQ(closed.records(), head);
  EXPECT_EQ(closed.first_position().number(), 1u);
  EXPECT_EQ(closed.last_position().number(), head);
}

TEST_F(Recorded, ARefusedReadIsRecordedWithItsReason) {
  EXPECT_FALSE(ReadHistory("nobody").ok());
  const auto accesses = Accesses(1);
  EXPECT_EQ(accesses[0].type(), "AccessClosed");
  EXPECT_EQ(accesses[0].access_event().outcome(), "USER_NOT_FOUND");
}

TEST_F(Recorded, AnAnswerOfOneMessageIsOneRecord) {
  rpc_.CreateUsers(1);
  grpc::ClientContext context;
  audit::v1::GetUserAtRequest request;
  request.set_partner_id("acme");
  request.set_external_id("user-0");
  audit::v1::GetUserAtResponse response;
  ASSERT_TRUE(rpc_.Audit()->GetUserAt(&context, request, &response).ok());
  const auto accesses = Accesses(1);
  ASSERT_EQ(accesses.size(), 1u);
  EXPECT_EQ(accesses[0].access_event().method(), "GetUserAt");
  EXPECT_EQ(accesses[0].access_event().user_id(), response.user().user_id());
}

TEST_F(Recorded, AStreamThatGoesOnIsRecordedOnceAMinute) {
  grpc::ClientContext context;
  audit::v1::SubscribeRequest request;
  request.add_types("UserCreated");
  const auto stub = rpc_.Audit();
  const auto reader = stub->Subscribe(&context, request);
  audit::v1::SubscribeResponse response;
  ASSERT_TRUE(reader->Read(&response));
  for (int minute = 0; minute < 3; ++minute) {
    rpc_.CreateUsers(1);
    while (reader->Read(&response) && response.events_size() == 0) {
    }
    rpc_.world.clock.Advance(absl::Seconds(61));
  }
  context.TryCancel();
  reader->Finish();
  // Whether the stream saw the third minute end before it was cancelled is not
  // known.
  auto accesses = Accesses(4);
  if (accesses[3].type() == "AccessContinued") accesses = Accesses(5);
  EXPECT_EQ(accesses[0].type(), "AccessOpened");
  EXPECT_EQ(accesses[1].type(), "AccessContinued");
  // When the first minute was over the stream had delivered one, and the second
  // may have come before it looked at the clock.
  EXPECT_GE(accesses[1].access_event().records(), 1u);
  EXPECT_LE(accesses[1].access_event().records(), 2u);
  EXPECT_EQ(accesses[2].type(), "AccessContinued");
  EXPECT_EQ(accesses.back().type(), "AccessClosed");
}

TEST_F(Recorded, AReadThatCannotBeRecordedFails) {
  rpc_.CreateUsers(1);
  // The wall clock is behind the log: nothing can be appended.
  rpc_.world.clock.SetWallClock(rpc_.world.clock.Now() - absl::Hours(1));
  EXPECT_EQ(ReasonIn(ReadHistory("user-0")), base::Reason::kClockUnsure);
}

TEST_F(Recorded, AnErasureIsRecorded) {
  rpc_.CreateUsers(1);
  grpc::ClientContext context;
  user::v1::EraseUserRequest request;
  request.set_partner_id("acme");
  request.mutable_user()->set_external_id("user-0");
  request.set_reason("asked for it");
  request.set_ticket("T-1");
  user::v1::EraseUserResponse response;
  const auto status = rpc_.Users()->EraseUser(&context, request, &response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  const auto accesses = Accesses(2);
  EXPECT_EQ(accesses[1].access_event().method(), "EraseUser");
  EXPECT_EQ(accesses[1].access_event().user_id(), response.user_id());
}

TEST_F(Recorded, TheListOfAccessesIsAnAccess) {
  rpc_.CreateUsers(1);
  ASSERT_TRUE(ReadHistory("user-0").ok());
  Accesses(2);
  grpc::ClientContext context;
  audit::v1::ListAccessRequest request;
  const auto stub = rpc_.Audit();
  const auto reader = stub->ListAccess(&context, request);
  audit::v1::ListAccessResponse response;
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.events_size(), 2);
  EXPECT_TRUE(reader->Finish().ok());
  EXPECT_EQ(Accesses(3)[2].access_event().method(), "ListAccess");
}

}  // namespace
}  // namespace rollbook::services
