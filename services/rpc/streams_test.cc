#include <gtest/gtest.h>

#include <string>
#include <thread>
#include <vector>

#include "services/rpc/import_stream.h"
#include "services/rpc/rpc_test_world.h"

namespace rollbook::services {
namespace {

using audit::v1::ReadLogRequest;
using audit::v1::ReadLogResponse;

// Events of the world's partner, before any of a test's own.
constexpr uint64_t kBefore = 2;

// Positions of all events of one complete ReadLog call.
std::vector<uint64_t> ReadAll(const RpcWorld& rpc,
                              const ReadLogRequest& request) {
  grpc::ClientContext context;
  const auto stub = rpc.Audit();
  const auto reader = stub->ReadLog(&context, request);
  std::vector<uint64_t> positions;
  for (ReadLogResponse response; reader->Read(&response);) {
    for (const auto& event : response.events()) {
      positions.push_back(event.position().number());
    }
  }
  const grpc::Status status = reader->Finish();
  EXPECT_TRUE(status.ok()) << status.error_message();
  return positions;
}

TEST(ReadLog, TellsTheWholeLogInOrderManyEventsAMessage) {
  RpcWorld rpc;
  rpc.CreateUsers(600);
  const std::vector<uint64_t> positions = ReadAll(rpc, {});
  ASSERT_EQ(positions.size(), kBefore + 600);
  for (size_t i = 0; i < positions.size(); ++i) EXPECT_EQ(positions[i], i + 1);

  grpc::ClientContext context;
  const auto stub = rpc.Audit();
  const auto reader = stub->ReadLog(&context, ReadLogRequest());
  int messages = 0;
  for (ReadLogResponse response; reader->Read(&response);) ++messages;
  EXPECT_LE(messages, 3);
  EXPECT_TRUE(reader->Finish().ok());
}

// The records of one complete ReadLog call.
std::vector<std::string> ReadRecords(const RpcWorld& rpc,
                                     ReadLogRequest request) {
  request.set_view(audit::v1::LOG_VIEW_RECORDS);
  grpc::ClientContext context;
  const auto stub = rpc.Audit();
  const auto reader = stub->ReadLog(&context, request);
  std::vector<std::string> records;
  for (ReadLogResponse response; reader->Read(&response);) {
    EXPECT_TRUE(response.events().empty());
    records.insert(records.end(), response.records().begin(),
                   response.records().end());
  }
  const grpc::Status status = reader->Finish();
  EXPECT_TRUE(status.ok()) << status.error_message();
  return records;
}

TEST(ReadLog, ShowsRecordsAsTheyAreStored) {
  RpcWorld rpc;
  rpc.CreateUsers(600);
  const std::vector<std::string> records = ReadRecords(rpc, {});
  ASSERT_EQ(records.size(), kBefore + 600);
  EXPECT_EQ(records, *rpc.world.store->ReadRawLog({}, kBefore + 600, 1 << 30));
}

TEST(ReadLog, FiltersAndLimitsRecordsLikeEvents) {
  RpcWorld rpc;
  rpc.CreateUsers(10);
  ReadLogRequest request;
  request.add_types("UserCreated");
  request.set_max_events(3);
  const std::vector<std::string> records = ReadRecords(rpc, request);
  ASSERT_EQ(records.size(), 3u);
  EXPECT_EQ(eventstore::DecodeRecord(records[0])->position.number, kBefore + 1);
  request.mutable_to_position()->set_number(kBefore + 2);
  EXPECT_EQ(ReadRecords(rpc, request).size(), 2u);
  request.set_partner_id("somebody-else");
  EXPECT_TRUE(ReadRecords(rpc, request).empty());
}

TEST(ReadLog, BeginsBehindAPositionAndStopsAtTheLimit) {
  RpcWorld rpc;
  rpc.CreateUsers(10);
  ReadLogRequest request;
  request.mutable_after()->set_number(4);
  request.set_max_events(3);
  EXPECT_EQ(ReadAll(rpc, request), (std::vector<uint64_t>{5, 6, 7}));
  request.mutable_after()->set_number(1000);
  EXPECT_TRUE(ReadAll(rpc, request).empty());
}

TEST(ReadLog, BeginsAtATime) {
  RpcWorld rpc;
  rpc.CreateUsers(2);
  rpc.world.clock.Advance(absl::Minutes(1));
  const absl::Time later = rpc.world.clock.Now();
  rpc.CreateUsers(2);
  ReadLogRequest request;
  request.mutable_from_time()->set_seconds(absl::ToUnixSeconds(later));
  EXPECT_EQ(ReadAll(rpc, request),
            (std::vector<uint64_t>{kBefore + 3, kBefore + 4}));
}

TEST(ReadLog, FollowsWhatIsCommittedLaterAndEndsWhenCancelled) {
  RpcWorld rpc;
  rpc.CreateUsers(1);
  ReadLogRequest request;
  request.set_follow(true);
  grpc::ClientContext context;
  const auto stub = rpc.Audit();
  const auto reader = stub->ReadLog(&context, request);
  ReadLogResponse response;
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.read_to().number(), kBefore + 1);
  // The record of this very call.
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.events(0).type(), "AccessOpened");
  uint64_t next = kBefore + 3;
  for (int i = 0; i < 20; ++i) {
    rpc.CreateUsers(1);
    ASSERT_TRUE(reader->Read(&response));
    ASSERT_EQ(response.events_size(), 1);
    EXPECT_EQ(response.events(0).position().number(), next++);
    EXPECT_EQ(response.head().number(), rpc.world.store->Head().number);
  }
  context.TryCancel();
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_EQ(reader->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST(ReadLog, GivesSignsOfLifeThatCarryTheHead) {
  RpcWorld rpc;
  ReadLogRequest request;
  request.set_follow(true);
  grpc::ClientContext context;
  const auto stub = rpc.Audit();
  const auto reader = stub->ReadLog(&context, request);
  ReadLogResponse response;
  ASSERT_TRUE(reader->Read(&response));
  // The record of this very call.
  ASSERT_TRUE(reader->Read(&response));
  rpc.world.clock.Advance(absl::Seconds(4));
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.events_size(), 0);
  EXPECT_EQ(response.head().number(), kBefore + 1);
  EXPECT_EQ(response.read_to().number(), kBefore + 1);
  rpc.CreateUsers(1);
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.events_size(), 1);
  context.TryCancel();
  reader->Finish();
}

TEST(ReadLog, EndsWithShuttingDownWhenTheServerDrains) {
  RpcWorld rpc;
  ReadLogRequest request;
  request.set_follow(true);
  grpc::ClientContext context;
  const auto stub = rpc.Audit();
  const auto reader = stub->ReadLog(&context, request);
  ReadLogResponse response;
  ASSERT_TRUE(reader->Read(&response));
  rpc.server->Drain(absl::Seconds(30));
  // The record of this very call may be on its way.
  while (reader->Read(&response)) continue;
  EXPECT_EQ(ReasonIn(reader->Finish()), base::Reason::kShuttingDown);
}

TEST(ReadLog, KeepsOneMessageForAClientThatDoesNotRead) {
  RpcWorld rpc;
  rpc.CreateUsers(2000);
  ReadLogRequest request;
  request.set_follow(true);
  grpc::ClientContext context;
  const auto stub = rpc.Audit();
  const auto reader = stub->ReadLog(&context, request);
  rpc.CreateUsers(10);
  ReadLogResponse response;
  uint64_t next = 1;
  while (next <= kBefore + 2010 && reader->Read(&response)) {
    for (const auto& event : response.events()) {
      ASSERT_EQ(event.position().number(), next++);
    }
  }
  EXPECT_GE(next, kBefore + 2011);
  context.TryCancel();
  reader->Finish();
}

TEST(ListUserEvents, TellsOneUsersHistory) {
  RpcWorld rpc;
  rpc.CreateUsers(3);
  audit::v1::ListUserEventsRequest request;
  request.set_partner_id("acme");
  request.set_external_id("user-1");
  grpc::ClientContext context;
  const auto stub = rpc.Audit();
  const auto reader = stub->ListUserEvents(&context, request);
  audit::v1::ListUserEventsResponse response;
  ASSERT_TRUE(reader->Read(&response));
  ASSERT_EQ(response.events_size(), 1);
  EXPECT_EQ(response.events(0).type(), "UserCreated");
  EXPECT_EQ(response.events(0).user_event().user_created().external_id(),
            "user-1");
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_TRUE(reader->Finish().ok());
}

TEST(ListUserEvents, DoesNotKnowAStranger) {
  RpcWorld rpc;
  audit::v1::ListUserEventsRequest request;
  request.set_partner_id("acme");
  request.set_external_id("nobody");
  grpc::ClientContext context;
  const auto stub = rpc.Audit();
  const auto reader = stub->ListUserEvents(&context, request);
  audit::v1::ListUserEventsResponse response;
  EXPECT_FALSE(reader->Read(&response));
  EXPECT_EQ(ReasonIn(reader->Finish()), base::Reason::kUserNotFound);
}

user::v1::ImportUsersRequest ImportLine(uint64_t line) {
  const user::v1::CreateUserRequest create =
      JaneDoe("import-" + std::to_string(line));
  user::v1::ImportUsersRequest request;
  if (line == 1) request.set_partner_id(create.partner_id());
  request.set_line(line);
  request.set_external_id(create.external_id());
  *request.mutable_profile() = create.profile();
  *request.mutable_rules() = create.rules();
  return request;
}

// All outcomes of an import of that many lines, read while it is written.
std::vector<user::v1::ImportUsersResponse::Item> Import(const RpcWorld& rpc,
                                                        uint64_t lines,
                                                        int* messages) {
  grpc::ClientContext context;
  const auto stub = rpc.Users();
  const auto stream = stub->ImportUsers(&context);
  std::thread writer([&] {
    for (uint64_t line = 1; line <= lines; ++line) {
      if (!stream->Write(ImportLine(line))) break;
    }
    stream->WritesDone();
  });
  std::vector<user::v1::ImportUsersResponse::Item> items;
  for (user::v1::ImportUsersResponse response; stream->Read(&response);) {
    ++*messages;
    items.insert(items.end(), response.items().begin(), response.items().end());
  }
  writer.join();
  const grpc::Status status = stream->Finish();
  EXPECT_TRUE(status.ok()) << status.error_message();
  return items;
}

TEST(ImportUsers, TellsAnOutcomePerLineInOrderAndFindsThemAgain) {
  RpcWorld rpc;
  constexpr uint64_t kLines = 3 * kImportWindow;
  for (const auto expected :
       {user::v1::ImportUsersResponse::OUTCOME_CREATED,
        user::v1::ImportUsersResponse::OUTCOME_ALREADY_THERE}) {
    int messages = 0;
    const auto items = Import(rpc, kLines, &messages);
    ASSERT_EQ(items.size(), kLines);
    for (uint64_t i = 0; i < kLines; ++i) {
      EXPECT_EQ(items[i].line(), i + 1);
      EXPECT_EQ(items[i].outcome(), expected);
    }
  }
  EXPECT_EQ(rpc.world.store->Head().number, kBefore + kLines);
}

TEST(ImportUsers, DoesNotReadOnForAClientThatDoesNotTakeItsOutcomes) {
  RpcWorld rpc;
  grpc::ClientContext context;
  const auto stub = rpc.Users();
  const auto stream = stub->ImportUsers(&context);
  for (uint64_t line = 1; line <= 100; ++line) {
    ASSERT_TRUE(stream->Write(ImportLine(line)));
  }
  context.TryCancel();
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::CANCELLED);
}

TEST(ImportUsers, NeedsAPartnerInTheFirstMessage) {
  RpcWorld rpc;
  grpc::ClientContext context;
  const auto stub = rpc.Users();
  const auto stream = stub->ImportUsers(&context);
  stream->Write(ImportLine(2));
  user::v1::ImportUsersResponse response;
  EXPECT_FALSE(stream->Read(&response));
  EXPECT_EQ(ReasonIn(stream->Finish()), base::Reason::kInvalidArgument);
}

TEST(WatchCredentials, GreetsAndThenTellsEveryChange) {
  RpcWorld rpc;
  grpc::ClientContext context;
  const auto stub = rpc.Gateway();
  const auto reader = stub->WatchCredentials(&context, {});
  gateway::v1::WatchCredentialsResponse response;
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.changed_partner_id(), "");
  admin::v1::CreatePartnerRequest request;
  request.set_partner_id("globex");
  request.set_contract("boca-raton");
  ASSERT_TRUE(rpc.world.CreatePartner(request).ok());
  ASSERT_TRUE(reader->Read(&response));
  EXPECT_EQ(response.changed_partner_id(), "globex");
  context.TryCancel();
  reader->Finish();
}

}  // namespace
}  // namespace rollbook::services
