// kill -9 under load, again and again. Every writer repeats a request without
// an answer until it has one, under the same Idempotency-Key, as a partner
// would; afterwards the log has to hold what was acknowledged, once.

#include <grpcpp/grpcpp.h>

#include <atomic>
#include <map>
#include <thread>

#include "absl/time/clock.h"
#include "gmock/gmock.h"
#include "rollbook/audit/v1/audit_service.grpc.pb.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

constexpr int kCrashes = 50;
constexpr int kWriters = 8;
constexpr int kChangesPerUser = 4;
constexpr int kAnswersBetweenCrashes = 40;
constexpr absl::Duration kPauseBeforeRetry = absl::Milliseconds(2);

// What was acknowledged for one user: the city at every version.
struct Acknowledged {
  std::string user_id;
  std::vector<std::string> cities;
};

class CrashLoad : public EndToEnd {
 protected:
  // Repeats the call until it is answered; the test ends when it cannot be.
  HttpAnswer Insist(HttpClient& client, HttpCall call) {
    call.headers.emplace_back("Idempotency-Key", NewUuidText());
    const absl::Time deadline = absl::Now() + kPatience;
    while (absl::Now() < deadline && !failed_) {
      auto answer = client.Call(Signed(call, acme_));
      if (answer.ok() && answer->status != 503) {
        EXPECT_LT(answer->status, 300) << answer->body;
        ++answers_;
        replayed_ += answer->Has("Idempotent-Replayed") ? 1 : 0;
        return *std::move(answer);
      }
      absl::SleepFor(kPauseBeforeRetry);
    }
    ADD_FAILURE() << "no answer";
    failed_ = true;
    return {};
  }

  Acknowledged WriteUser(HttpClient& client, const std::string& id) {
    Acknowledged user;
    Json example = ExampleUser(id);
    for (int change = 0; change <= kChangesPerUser && !failed_; ++change) {
      const std::string city = "City " + std::to_string(change);
      example["city"] = city;
      const HttpAnswer answer =
          Insist(client, change == 0 ? CreateCall(example)
                                     : PatchCall(id, {{"city", city}}));
      if (failed_) break;
      user.cities.push_back(city);
      EXPECT_EQ(answer.Header("ETag"),
                "\"" + std::to_string(user.cities.size()) + "\"");
      user.user_id = ParseJson(answer.body).value("userId", "");
    }
    return user;
  }

  void Write(int writer, std::vector<Acknowledged>& users) {
    HttpClient client = Connect();
    while (!stop_ && !failed_) {
      const std::string id =
          std::to_string(writer) + "." + std::to_string(users.size());
      users.push_back(WriteUser(client, id));
    }
  }

  void CrashAgainAndAgain() {
    for (int crash = 0; crash < kCrashes && !failed_; ++crash) {
      const int enough = answers_ + kAnswersBetweenCrashes;
      ASSERT_TRUE(Eventually([&] { return failed_ || answers_ >= enough; }));
      service_.Crash();
      const absl::Status started = service_.Start();
      failed_ = !started.ok();
      ASSERT_TRUE(started.ok()) << "after crash " << crash << ": " << started;
    }
  }

  // The whole log, by user; expects that its positions have no gap.
  std::map<std::string, std::vector<audit::v1::Event>> ReadLog() const {
    const auto audit = audit::v1::AuditService::NewStub(grpc::CreateChannel(
        "unix:" + service_.grpc_socket(), grpc::InsecureChannelCredentials()));
    grpc::ClientContext context;
    const auto stream = audit->ReadLog(&context, audit::v1::ReadLogRequest());
    std::map<std::string, std::vector<audit::v1::Event>> users;
    uint64_t position = 0;
    for (audit::v1::ReadLogResponse page; stream->Read(&page);) {
      for (const audit::v1::Event& event : page.events()) {
        EXPECT_EQ(event.position().number(), ++position);
        if (event.has_user_id()) users[event.user_id()].push_back(event);
      }
    }
    EXPECT_TRUE(stream->Finish().ok());
    return users;
  }

  user::v1::User Get(const std::string& user_id) const {
    user::v1::GetUserRequest request;
    request.set_partner_id("acme");
    request.mutable_user()->set_user_id(user_id);
    user::v1::GetUserResponse response;
    grpc::ClientContext context;
    const grpc::Status status = users_->GetUser(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.user();
  }

  // Expects that the history is what was acknowledged, version by version,
  // and that it folds to the state that is answered.
  void Check(const Acknowledged& user,
             const std::vector<audit::v1::Event>& history) const {
    ASSERT_EQ(history.size(), user.cities.size());
    user::v1::Profile profile;
    for (size_t i = 0; i < history.size(); ++i) {
      EXPECT_EQ(history[i].version(), i + 1);
      const user::v1::UserEvent& event = history[i].user_event();
      profile.MergeFrom(i == 0 ? event.user_created().profile()
                               : event.user_profile_updated().changed());
      EXPECT_EQ(profile.address().city(), user.cities[i]);
    }
    const user::v1::User current = Get(user.user_id);
    EXPECT_EQ(current.version(), history.size());
    EXPECT_EQ(current.profile().SerializeAsString(),
              profile.SerializeAsString());
  }

  std::atomic<int> answers_ = 0;
  // Answers whose first copy a crash swallowed.
  std::atomic<int> replayed_ = 0;
  std::atomic<bool> stop_ = false;
  std::atomic<bool> failed_ = false;
  std::unique_ptr<user::v1::UserService::Stub> users_;
};

INSTANTIATE_TEST_SUITE_P(, CrashLoad,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

TEST_P(CrashLoad, WhatWasAcknowledgedIsThereOnceAfterEveryCrash) {
  std::vector<std::vector<Acknowledged>> written(kWriters);
  std::vector<std::thread> writers;
  writers.reserve(kWriters);
  for (int writer = 0; writer < kWriters; ++writer) {
    writers.emplace_back(
        [&, writer] { Write(writer, written[static_cast<size_t>(writer)]); });
  }
  CrashAgainAndAgain();
  stop_ = true;
  for (std::thread& thread : writers) thread.join();
  ASSERT_FALSE(HasFailure());

  users_ = Users();
  const auto log = ReadLog();
  size_t count = 0;
  for (const auto& users : written) {
    for (const Acknowledged& user : users) {
      SCOPED_TRACE(user.user_id);
      const auto history = log.find(user.user_id);
      ASSERT_NE(history, log.end());
      Check(user, history->second);
      ++count;
    }
  }
  // Nothing that nobody asked for.
  EXPECT_EQ(log.size(), count);
  RecordProperty("answers", answers_);
  RecordProperty("replayed", replayed_);
}

}  // namespace
}  // namespace rollbook::tests
