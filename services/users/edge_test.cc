#include <gtest/gtest.h>

#include <atomic>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "base/error.h"
#include "rollbook/storage/v1/user_payload.pb.h"
#include "services/partners/credential_gate.h"
#include "services/test_world.h"
#include "services/timestamps.h"

// What the edge adds to a call.
namespace rollbook::services {
namespace {

using base::Reason;

class EdgeTest : public testing::Test {
 protected:
  user::v1::EdgeContext Edge(char signature = 'a') {
    user::v1::EdgeContext edge;
    edge.set_request_id("req-" + NewRequestId());
    edge.set_key_id(world_.credential.key_id());
    edge.set_signature(std::string(32, signature));
    SetTimestamp(world_.clock.Now() + absl::Seconds(61),
                 edge.mutable_signature_expires());
    edge.set_traceparent(
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331"
        "-01");
    return edge;
  }

  user::v1::CreateUserRequest Signed(const std::string& external_id,
                                     char signature = 'a') {
    user::v1::CreateUserRequest request = JaneDoe(external_id);
    *request.mutable_edge() = Edge(signature);
    return request;
  }

  user::v1::UpdateUserRequest Rename(const std::string& name, char signature) {
    user::v1::UpdateUserRequest request;
    request.set_partner_id("acme");
    request.mutable_user()->set_external_id("jane");
    request.mutable_profile()->set_first_name(name);
    *request.mutable_edge() = Edge(signature);
    return request;
  }

  World world_;
};

TEST_F(EdgeTest, IsAcceptedFromTheGatewayOnly) {
  EXPECT_EQ(base::ReasonOf(world_.Create(Signed("jane")).status()),
            Reason::kPermissionDenied);
  auto get = GetByExternalId("jane");
  *get.mutable_edge() = Edge();
  EXPECT_EQ(base::ReasonOf(world_.Get(get).status()),
            Reason::kPermissionDenied);
  EXPECT_TRUE(world_.Create(Signed("jane"), World::Gateway()).ok());
  EXPECT_TRUE(world_.Get(get, World::Gateway()).ok());
}

TEST_F(EdgeTest, IsNamedInTheHistory) {
  const auto request = Signed("jane");
  ASSERT_TRUE(world_.Create(request, World::Gateway()).ok());
  storage::v1::EventMetadata metadata;
  ASSERT_TRUE(metadata.ParseFromString(world_.Log().back().metadata));
  EXPECT_EQ(metadata.actor(), "partner:acme/key:" + world_.credential.key_id());
  EXPECT_EQ(metadata.request_id(), request.edge().request_id());
  EXPECT_EQ(metadata.traceparent(), request.edge().traceparent());
}

TEST_F(EdgeTest, ASignatureDoesNotCommitASecondEvent) {
  ASSERT_TRUE(world_.Create(Signed("jane"), World::Gateway()).ok());
  EXPECT_EQ(
      base::ReasonOf(world_.Create(Signed("john"), World::Gateway()).status()),
      Reason::kSignatureReplayed);
}

TEST_F(EdgeTest, AReplayThatWouldChangeNothingGetsItsNaturalAnswer) {
  ASSERT_TRUE(world_.Create(Signed("jane"), World::Gateway()).ok());
  EXPECT_EQ(
      base::ReasonOf(world_.Create(Signed("jane"), World::Gateway()).status()),
      Reason::kExternalIdTaken);
  const auto update = Rename("Janet", 'b');
  ASSERT_TRUE(world_.Update(update, World::Gateway()).ok());
  EXPECT_TRUE(world_.Update(update, World::Gateway()).ok());
}

TEST_F(EdgeTest, ASignatureOfANoOpIsRememberedToo) {
  ASSERT_TRUE(world_.Create(Signed("jane"), World::Gateway()).ok());
  const auto no_op = Rename("Jane", 'b');
  ASSERT_TRUE(world_.Update(no_op, World::Gateway()).ok());
  ASSERT_TRUE(world_.Update(Rename("Janet", 'c'), World::Gateway()).ok());
  // It would change something now.
  EXPECT_EQ(base::ReasonOf(world_.Update(no_op, World::Gateway()).status()),
            Reason::kSignatureReplayed);
}

TEST_F(EdgeTest, ASignatureThatExpiredOnTheWayIsRefused) {
  const auto request = Signed("jane");
  world_.clock.Advance(absl::Seconds(61));
  EXPECT_EQ(base::ReasonOf(world_.Create(request, World::Gateway()).status()),
            Reason::kSignatureExpired);
}

TEST_F(EdgeTest, AKeyIsComparedByTheFingerprintOfTheRawRequest) {
  auto request = Signed("jane", 'a');
  request.mutable_edge()->set_idempotency_key(NewRequestId());
  request.mutable_edge()->set_fingerprint(std::string(32, 'f'));
  const auto first = world_.Create(request, World::Gateway());
  ASSERT_TRUE(first.ok()) << first.status();
  // Another signature and request id: the client tried again later.
  auto again = request;
  again.mutable_edge()->set_signature(std::string(32, 'b'));
  again.mutable_edge()->set_request_id("req-other");
  const auto replayed = world_.Create(again, World::Gateway());
  ASSERT_TRUE(replayed.ok()) << replayed.status();
  EXPECT_TRUE(replayed->replayed());
  EXPECT_EQ(replayed->first_request_id(), request.edge().request_id());
  again.mutable_edge()->set_fingerprint(std::string(32, 'g'));
  EXPECT_EQ(base::ReasonOf(world_.Create(again, World::Gateway()).status()),
            Reason::kIdempotencyKeyReused);
}

TEST_F(EdgeTest, KeysOfRestAndOfGrpcAreKeptApart) {
  const std::string key = NewRequestId();
  auto rest = Signed("jane");
  rest.mutable_edge()->set_idempotency_key(key);
  rest.mutable_edge()->set_fingerprint(std::string(32, 'f'));
  ASSERT_TRUE(world_.Create(rest, World::Gateway()).ok());
  auto grpc = JaneDoe("john");
  grpc.set_request_id(key);
  EXPECT_TRUE(world_.Create(grpc).ok());
}

TEST_F(EdgeTest, ARevokedKeyIsRefusedFromItsRevocationOn) {
  ASSERT_TRUE(world_.Create(Signed("jane"), World::Gateway()).ok());
  admin::v1::RevokeKeyRequest revoke;
  revoke.set_partner_id("acme");
  revoke.set_key_id(world_.credential.key_id());
  ASSERT_TRUE(World::Await<admin::v1::RevokeKeyResponse>([&](auto reply) {
                world_.partners->RevokeKey(World::Admin(), revoke,
                                           std::move(reply));
              }).ok());
  EXPECT_EQ(base::ReasonOf(
                world_.Create(Signed("john", 'b'), World::Gateway()).status()),
            Reason::kCredentialRevoked);
  auto get = GetByExternalId("jane");
  *get.mutable_edge() = Edge();
  EXPECT_EQ(base::ReasonOf(world_.Get(get, World::Gateway()).status()),
            Reason::kCredentialRevoked);
  // Services do not come with a partner's key.
  EXPECT_TRUE(world_.Get(GetByExternalId("jane")).ok());
}

TEST_F(EdgeTest, AMalformedContextIsNamedByField) {
  auto request = Signed("jane");
  request.mutable_edge()->set_signature("short");
  request.mutable_edge()->set_idempotency_key("no uuid");
  const auto created = world_.Create(request, World::Gateway());
  EXPECT_EQ(base::ReasonOf(created.status()), Reason::kInvalidArgument);
  const auto violations = base::DetailsOf(created.status()).violations;
  ASSERT_EQ(violations.size(), 2u);
  EXPECT_EQ(violations[0].field, "edge.idempotency_key");
  EXPECT_EQ(violations[1].field, "edge.signature");
}

TEST_F(EdgeTest, NothingByARevokedKeyStandsBehindItsRevocationInTheLog) {
  std::vector<std::thread> writers;
  writers.reserve(4);
  std::atomic<bool> go_on{true};
  for (int i = 0; i < 4; ++i) {
    writers.emplace_back([this, i, &go_on] {
      for (int j = 0; go_on; ++j) {
        const std::string id = std::to_string(i) + "-" + std::to_string(j);
        auto request = Signed(id);
        request.mutable_edge()->clear_signature();
        const auto created = world_.Create(request, World::Gateway());
        if (base::ReasonOf(created.status()) == Reason::kCredentialRevoked) {
          return;
        }
      }
    });
  }
  while (world_.Log().size() < 50) std::this_thread::yield();
  admin::v1::RevokeKeyRequest revoke;
  revoke.set_partner_id("acme");
  const auto revoked =
      World::Await<admin::v1::RevokeKeyResponse>([&](auto reply) {
        world_.partners->RevokeKey(World::Admin(), revoke, std::move(reply));
      });
  ASSERT_TRUE(revoked.ok()) << revoked.status();
  for (std::thread& writer : writers) writer.join();
  EXPECT_EQ(world_.Log().back().type, "KeyRevoked");
  EXPECT_EQ(world_.Log().back().position.number, revoked->position().number());
}

TEST(CredentialGate, EmptiesBeforeItIsClosed) {
  const auto gate = std::make_shared<CredentialGate>();
  auto first = gate->Enter();
  auto second = gate->Enter();
  bool closed = false;
  gate->Close([&] { closed = true; });
  EXPECT_FALSE(gate->Enter().has_value());
  first->Leave();
  EXPECT_FALSE(closed);
  second.reset();
  EXPECT_TRUE(closed);
}

}  // namespace
}  // namespace rollbook::services
