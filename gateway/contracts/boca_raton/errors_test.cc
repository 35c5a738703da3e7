#include "base/error.h"
#include "gateway/testing/boca_raton_fixture.h"
#include "gtest/gtest.h"

namespace rollbook::gateway {
namespace {

using base::Reason;

struct ErrorRow {
  Reason reason;
  int status;
  const char* error;
  const char* message;
};

constexpr char kUnauthorized[] = "Invalid API key or request signature";
constexpr char kInternal[] =
    "An unexpected error occurred. Please retry or contact support with the "
    "requestId.";
constexpr char kUnavailable[] =
    "The service is temporarily unavailable. Retry after the duration "
    "indicated in the Retry-After header.";

const ErrorRow kErrorRows[] = {
    {Reason::kSignatureReplayed, 401, "unauthorized", kUnauthorized},
    {Reason::kSignatureExpired, 401, "unauthorized", kUnauthorized},
    {Reason::kCredentialRevoked, 401, "unauthorized", kUnauthorized},
    {Reason::kUserNotFound, 404, "not_found",
     "User not found for the authenticated partner"},
    {Reason::kUserErased, 404, "not_found",
     "User not found for the authenticated partner"},
    {Reason::kExternalIdTaken, 409, "conflict",
     "A user with this externalId already exists"},
    {Reason::kEmailTaken, 409, "conflict",
     "A user with this email already exists"},
    {Reason::kVersionMismatch, 412, "precondition_failed",
     "The user's ETag does not match If-Match"},
    {Reason::kUserUnderAge, 422, "unprocessable_entity",
     "User must be at least 18 years old"},
    {Reason::kUserClosed, 422, "unprocessable_entity", "User is closed"},
    {Reason::kIdempotencyKeyReused, 422, "unprocessable_entity",
     "Idempotency-Key was already used with a different request"},
    {Reason::kUnauthenticated, 500, "internal_error", kInternal},
    {Reason::kPermissionDenied, 500, "internal_error", kInternal},
    {Reason::kPartnerNotFound, 500, "internal_error", kInternal},
    {Reason::kDataCorrupted, 500, "internal_error", kInternal},
    {Reason::kInternal, 500, "internal_error", kInternal},
    {Reason::kVersionConflict, 503, "service_unavailable", kUnavailable},
    {Reason::kOverloaded, 503, "service_unavailable", kUnavailable},
    {Reason::kShuttingDown, 503, "service_unavailable", kUnavailable},
    {Reason::kClockUnsure, 503, "service_unavailable", kUnavailable},
    {Reason::kDiskFull, 503, "service_unavailable", kUnavailable},
    {Reason::kStoreFailed, 503, "service_unavailable", kUnavailable},
    {Reason::kProjectionLagging, 503, "service_unavailable", kUnavailable},
    {Reason::kBackendUnavailable, 503, "service_unavailable", kUnavailable},
};

TEST_F(BocaRatonTest, HasAnAnswerForEveryRefusalOfTheService) {
  for (const ErrorRow& row : kErrorRows) {
    SCOPED_TRACE(base::InfoOf(row.reason).name);
    backend_.on_create = [&](const auto&) { return base::Error(row.reason); };
    backend_.on_update = [&](const auto&) { return base::Error(row.reason); };
    for (const TestRequest& request : {Post(kExample), Patch("{}")}) {
      const auto response = Send(request);
      ExpectError(response, row.status, row.error, row.message);
      EXPECT_EQ(HeaderOf(response, "Retry-After") != "", row.status == 503);
      EXPECT_EQ(HeaderOf(response, "WWW-Authenticate") != "",
                row.status == 401);
    }
  }
  backend_.on_create = [](const auto&) { return absl::UnknownError("x"); };
  ExpectError(PostTo(kExample), 500, "internal_error", kInternal);
}

TEST_F(BocaRatonTest, HasAnAnswerForWhatTheGatewayRefuses) {
  TestRequest request{"POST", "/v1/accounts", "{}", {}};
  ExpectError(Send(request), 404, "not_found", "No such route");

  for (const char* method : {"OPTIONS", "GET", "HEAD", "DELETE", "PATCH"}) {
    request = {method, "/v1/users", "", {}};
    const auto response = Send(request);
    ExpectError(response, 405, "method_not_allowed", "Method not allowed");
    EXPECT_EQ(HeaderOf(response, "Allow"), "POST");
  }
  request = {"OPTIONS", "/v1/users/x", "", {}};
  EXPECT_EQ(HeaderOf(Send(request), "Allow"), "PATCH, GET, HEAD");

  request = Post(kExample);
  request.headers = {{"Content-Type", "text/plain"}};
  ExpectError(Send(request), 415, "unsupported_media_type",
              "Content-Type must be application/json");
  request.headers = {{"Content-Type", "Application/JSON; charset=utf-8"}};
  EXPECT_EQ(Send(request).status, 201);

  const http::RequestHead head = Post("").Sign();
  ExpectError(handler_.Refuse(head, http::Refusal::kPayloadTooLarge), 413,
              "payload_too_large", "Request body must not exceed 64 KiB");
  ExpectError(handler_.Refuse(head, http::Refusal::kBadFraming), 400,
              "bad_request", "Malformed HTTP request");
  ExpectError(handler_.Refuse({}, http::Refusal::kTimeout), 408,
              "request_timeout", "The request did not arrive in time");
  const auto busy = handler_.Refuse(head, http::Refusal::kOverloaded);
  ExpectError(busy, 503, "service_unavailable", kUnavailable);
  EXPECT_NE(HeaderOf(busy, "Retry-After"), "");
}

TEST_F(BocaRatonTest, JudgesTheCallerBeforeTheMediaTypeAndTheBody) {
  TestRequest request = Post("{");
  request.secret = "wrong";
  request.headers = {{"Content-Type", "text/plain"}};
  EXPECT_EQ(Send(request).status, 401);
  request.secret = kTestSecret;
  EXPECT_EQ(Send(request).status, 415);
}

TEST_F(BocaRatonTest, NamesTheAgeThatThePolicyAsksFor) {
  policy().set_min_age(21);
  backend_.on_create = [](const auto&) {
    return base::Error(Reason::kUserUnderAge);
  };
  ExpectError(PostTo(kExample), 422, "unprocessable_entity",
              "User must be at least 21 years old");
}

TEST_F(BocaRatonTest, AsksOnceMoreWithAFreshCredentialWhenItIsRevoked) {
  backend_.on_create = [&](const user::v1::CreateUserRequest& request)
      -> absl::StatusOr<user::v1::CreateUserResponse> {
    if (request.edge().generation() == 7) {
      backend_.keys[kTestKey].set_generation(8);
      return base::Error(Reason::kCredentialRevoked);
    }
    user::v1::CreateUserResponse response;
    *response.mutable_user() = Jane();
    return response;
  };
  EXPECT_EQ(PostTo(kExample).status, 201);
  EXPECT_EQ(backend_.creates.size(), 2u);
  EXPECT_EQ(backend_.resolves, 2);

  backend_.on_create = [](const auto&) {
    return base::Error(Reason::kCredentialRevoked);
  };
  EXPECT_EQ(PostTo(kExample).status, 401);
  EXPECT_EQ(backend_.creates.size(), 4u);
  EXPECT_EQ(observer_.records.back().auth_failure, "credential_revoked");
}

}  // namespace
}  // namespace rollbook::gateway
