#include "base/error.h"
#include "gateway/testing/boca_raton_fixture.h"
#include "gtest/gtest.h"

namespace rollbook::gateway {
namespace {

using base::Reason;

TEST_F(BocaRatonTest, HandsOnTheIdempotencyKeyWithAFingerprint) {
  TestRequest request = Post(kExample);
  request.headers = {
      {"Idempotency-Key", "\"550E8400-E29B-41D4-A716-446655440000\""}};
  EXPECT_EQ(Send(request).status, 201);
  const user::v1::EdgeContext& edge = backend_.creates.at(0).edge();
  EXPECT_EQ(edge.idempotency_key(), kUuid);
  const base::Hash256 fingerprint =
      base::Sha256({"POST\n/v1/users\n", kExample});
  EXPECT_EQ(edge.fingerprint(), base::AsText(fingerprint));
}

TEST_F(BocaRatonTest, RefusesAnIdempotencyKeyThatIsNoUuidOrIsThereTwice) {
  TestRequest request = Post(R"({"email":1})");
  request.headers = {{"Idempotency-Key", "abc"}};
  EXPECT_EQ(FieldErrorsOf(Send(request)),
            (FieldList{{"email", "Must be a string"},
                       {"Idempotency-Key", "Is not valid"}}));
  request = Patch("{}");
  request.headers = {{"Idempotency-Key", kUuid}, {"idempotency-key", kUuid}};
  EXPECT_EQ(FieldErrorsOf(Send(request)),
            (FieldList{{"Idempotency-Key", "Is not valid"}}));
}

TEST_F(BocaRatonTest, RendersAStoredSuccessWithTheFirstRequestsId) {
  backend_.on_create = [](const auto&) {
    user::v1::CreateUserResponse response;
    *response.mutable_user() = Jane();
    response.set_replayed(true);
    response.set_first_request_id(kFirstId);
    return response;
  };
  const auto response = PostTo(kExample);
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(response.body,
            R"({"userId":"550e8400-e29b-41d4-a716-446655440000",)"
            R"("externalId":"partner-user-42","status":"pendingCompliance"})");
  EXPECT_EQ(HeaderOf(response, "Idempotent-Replayed"), "true");
  EXPECT_EQ(HeaderOf(response, "X-Request-Id"), kFirstId);
}

TEST_F(BocaRatonTest, RendersAStoredRefusalByteForByte) {
  backend_.on_create = [](const auto&) {
    return base::Error(Reason::kUserUnderAge, {{},
                                               {{"first_request_id", kFirstId},
                                                {"min_age", "19"},
                                                {"replayed", "true"}}});
  };
  const auto response = PostTo(kExample);
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(response.body,
            R"({"error":"unprocessable_entity",)"
            R"("message":"User must be at least 19 years old",)"
            R"("requestId":"req-a1b2c3d4-e5f6-7890-abcd-ef1234567890"})");
  EXPECT_EQ(HeaderOf(response, "Idempotent-Replayed"), "true");
  EXPECT_EQ(HeaderOf(response, "X-Request-Id"), kFirstId);
}

}  // namespace
}  // namespace rollbook::gateway
