#include <gtest/gtest.h>

#include <atomic>
#include <future>
#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "domain/evolve.h"
#include "services/test_world.h"
#include "services/users/user_codec.h"
#include "services/users/user_reader.h"
#include "services/users/user_seal.h"
#include "services/users/user_stream.h"

// What must hold however commands run into each other.
namespace rollbook::services {
namespace {

using base::Reason;

constexpr int kThreads = 8;

// Runs `work(thread)` on kThreads threads at once.
template <typename Work>
void AtOnce(Work work) {
  std::vector<std::thread> threads;
  threads.reserve(kThreads);
  for (int i = 0; i < kThreads; ++i) threads.emplace_back(work, i);
  for (std::thread& thread : threads) thread.join();
}

TEST(Races, OneOfManyCreatesOfAnExternalIdWins) {
  World world;
  for (int round = 0; round < 20; ++round) {
    std::atomic<int> won{0};
    std::atomic<int> taken{0};
    AtOnce([&](int) {
      const auto created =
          world.Create(JaneDoe("jane-" + std::to_string(round)));
      if (created.ok()) ++won;
      if (base::ReasonOf(created.status()) == Reason::kExternalIdTaken) {
        ++taken;
      }
    });
    EXPECT_EQ(won, 1);
    EXPECT_EQ(taken, kThreads - 1);
  }
}

TEST(Races, TwinsOfARequestIdGetOneAnswer) {
  World world;
  for (int round = 0; round < 20; ++round) {
    auto request = JaneDoe("jane-" + std::to_string(round));
    request.set_request_id(NewRequestId());
    const size_t events = world.Log().size();
    std::vector<absl::StatusOr<user::v1::CreateUserResponse>> answers(
        kThreads, absl::UnknownError(""));
    AtOnce([&](int i) { answers[i] = world.Create(request); });
    EXPECT_EQ(world.Log().size(), events + 1);
    int executed = 0;
    for (const auto& answer : answers) {
      ASSERT_TRUE(answer.ok()) << answer.status();
      executed += answer->replayed() ? 0 : 1;
      EXPECT_EQ(answer->user().SerializeAsString(),
                answers[0]->user().SerializeAsString());
    }
    EXPECT_EQ(executed, 1);
  }
}

TEST(Races, TwinsThatAreRefusedAreRefusedAlike) {
  World world;
  ASSERT_TRUE(world.Create(JaneDoe("jane")).ok());
  auto request = JaneDoe("jane");
  request.set_request_id(NewRequestId());
  std::atomic<int> first_hand{0};
  AtOnce([&](int) {
    const auto refused = world.Create(request);
    EXPECT_EQ(base::ReasonOf(refused.status()), Reason::kExternalIdTaken);
    if (!base::MetadataOf(refused.status(), "replayed")) ++first_hand;
  });
  EXPECT_EQ(first_hand, 1);
}

TEST(Races, UpdatesOfOneUserAllHappenOneAfterTheOther) {
  World world;
  ASSERT_TRUE(world.Create(JaneDoe("jane")).ok());
  std::atomic<int> failed{0};
  AtOnce([&](int i) {
    for (int j = 0; j < 10; ++j) {
      user::v1::UpdateUserRequest request;
      request.set_partner_id("acme");
      request.mutable_user()->set_external_id("jane");
      request.mutable_profile()->set_alias(std::to_string(i * 100 + j));
      if (!world.Update(request).ok()) ++failed;
    }
  });
  EXPECT_EQ(failed, 0);
  EXPECT_EQ(world.Get(GetByExternalId("jane"))->user().version(),
            1u + kThreads * 10u);
}

TEST(Races, OneOfManyIfMatchUpdatesWins) {
  World world;
  ASSERT_TRUE(world.Create(JaneDoe("jane")).ok());
  std::atomic<int> won{0};
  AtOnce([&](int i) {
    user::v1::UpdateUserRequest request;
    request.set_partner_id("acme");
    request.mutable_user()->set_external_id("jane");
    request.mutable_profile()->set_alias(std::to_string(i));
    request.set_expected_version(1);
    const auto updated = world.Update(request);
    if (updated.ok()) {
      ++won;
    } else {
      EXPECT_EQ(base::ReasonOf(updated.status()), Reason::kVersionMismatch);
      EXPECT_EQ(base::MetadataOf(updated.status(), "current_version"), "2");
    }
  });
  EXPECT_EQ(won, 1);
}

// The fold of a user's records, opened one by one.
domain::UserState Replay(const World& world,
                         const eventstore::StreamId& stream) {
  const auto key = **world.vault->DataKey(stream);
  domain::UserState state;
  const auto records = world.store->ReadStream(stream, {1}, 100'000);
  for (const eventstore::Record& record : *records) {
    const auto personal = OpenEventPart(key, stream, record.version,
                                        record.type, record.sealed_payload);
    const auto stored =
        MergeEvent(record.schema_version, record.clear_payload, *personal);
    state =
        domain::Evolve(std::move(state), *DecodeEvent(record.type, *stored));
  }
  return state;
}

// One random command on one of a few users; refusals are as good as changes.
void RandomCommand(World& world, std::mt19937& random) {
  const std::string id = "user-" + std::to_string(random() % 5);
  user::v1::UserRef ref;
  ref.set_external_id(id);
  switch (random() % 5) {
    case 0: {
      auto request = JaneDoe(id);
      request.mutable_rules()->set_unique_email(random() % 2 == 0);
      request.mutable_profile()->set_email(id + "@example.com");
      (void)world.Create(request);
      return;
    }
    case 1: {
      user::v1::UpdateUserRequest request;
      request.set_partner_id("acme");
      *request.mutable_user() = ref;
      request.mutable_profile()->set_first_name(std::to_string(random() % 3));
      request.mutable_profile()->set_email(std::to_string(random() % 3) +
                                           "@example.com");
      request.mutable_rules()->set_unique_email(random() % 2 == 0);
      request.mutable_update_mask()->add_paths("first_name");
      request.mutable_update_mask()->add_paths("phone_number");
      request.mutable_update_mask()->add_paths("email");
      (void)world.Update(request);
      return;
    }
    case 2: {
      user::v1::ChangeUserStatusRequest request;
      request.set_partner_id("acme");
      *request.mutable_user() = ref;
      // Not CLOSE: a closed user would end the walk early.
      request.set_action(user::v1::StatusAction(1 + random() % 4));
      request.set_reason("random");
      (void)world.ChangeStatus(request);
      return;
    }
    case 3: {
      user::v1::RecordKycResultRequest request;
      request.set_partner_id("acme");
      *request.mutable_user() = ref;
      request.set_result(user::v1::KycStatus(1 + random() % 3));
      (void)world.RecordKyc(request);
      return;
    }
    default: {
      user::v1::VerifyEmailRequest request;
      request.set_partner_id("acme");
      *request.mutable_user() = ref;
      (void)world.VerifyEmail(request);
      return;
    }
  }
}

TEST(Races, ReplayEqualsTheSnapshotAfterAnyCommands) {
  World world;
  AtOnce([&](int i) {
    std::mt19937 random(static_cast<unsigned>(i));
    for (int j = 0; j < 100; ++j) RandomCommand(world, random);
  });
  std::set<eventstore::StreamId> users;
  for (const eventstore::Record& record : world.Log()) {
    if (UserIdOf(record.stream)) users.insert(record.stream);
  }
  EXPECT_EQ(users.size(), 5u);
  const UserReader reader(world.store.get(), world.vault.get());
  for (const eventstore::StreamId& stream : users) {
    const auto loaded = reader.Load(stream);
    ASSERT_TRUE(loaded.ok()) << loaded.status();
    EXPECT_EQ(Replay(world, stream), loaded->state);
  }
}

TEST(Races, AFullPoolIsAnAnswerToWhoeverNeedsAWorker) {
  World world(1);
  const auto jane = world.Create(JaneDoe("jane"));
  ASSERT_TRUE(jane.ok());
  std::promise<void> release;
  auto released = release.get_future().share();
  ASSERT_TRUE(world.workers->TrySubmit([released] { released.wait(); }));
  while (world.workers->TrySubmit([] {})) {
  }
  user::v1::UpdateUserRequest update;
  update.set_partner_id("acme");
  update.mutable_user()->set_user_id(jane->user().user_id());
  update.mutable_profile()->set_first_name("Joan");
  const auto refused = world.Update(update);
  EXPECT_EQ(base::ReasonOf(refused.status()), Reason::kOverloaded);
  EXPECT_TRUE(world.Create(JaneDoe("joe")).ok());
  release.set_value();
}

}  // namespace
}  // namespace rollbook::services
