#include <algorithm>
#include <iterator>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_replace.h"
#include "base/ids.h"
#include "gateway/contracts/boca_raton/fields.h"
#include "gateway/contracts/boca_raton/policy.h"
#include "gateway/testing/gateway_fixture.h"
#include "gtest/gtest.h"

namespace rollbook::gateway {
namespace {

using base::Reason;
using Json = nlohmann::ordered_json;
using FieldList = std::vector<std::pair<std::string, std::string>>;

// The example of contract section 1.3.
constexpr char kExample[] =
    R"({"externalId":"partner-user-42","email":"jane.doe@example.com",)"
    R"("firstName":"Jane","lastName":"Doe","dateOfBirth":"1990-05-15",)"
    R"("addressLine1":"123 Main St","addressLine2":"Suite 400",)"
    R"("city":"Toronto","postalCode":"M5V 2T6","province":"ON",)"
    R"("country":"CA","occupation":"Software Engineer",)"
    R"("isCiroAffiliate":false})";

constexpr char kUuid[] = "550e8400-e29b-41d4-a716-446655440000";
constexpr char kFirstId[] = "req-a1b2c3d4-e5f6-7890-abcd-ef1234567890";

user::v1::User Jane() {
  user::v1::User user;
  user.set_user_id(kUuid);
  user.set_external_id("partner-user-42");
  user.set_status(user::v1::USER_STATUS_PENDING_COMPLIANCE);
  user.set_version(3);
  user.mutable_update_time()->set_seconds(1773503100);  // 2026-03-14T15:45:00Z
  user.mutable_update_time()->set_nanos(999'999'999);
  return user;
}

FieldList FieldErrorsOf(const http::HttpResponse& response) {
  FieldList list;
  const Json body = Json::parse(response.body);
  for (const auto& entry : body.at("fieldErrors")) {
    list.emplace_back(entry["field"], entry["message"]);
  }
  return list;
}

base::FieldViolation Violation(std::string field, std::string message) {
  return {std::move(field), "CODE", std::move(message)};
}

class BocaRatonTest : public GatewayFixture {
 protected:
  BocaRatonTest() {
    backend_.on_create = [](const auto&) {
      user::v1::CreateUserResponse response;
      *response.mutable_user() = Jane();
      return response;
    };
    backend_.on_get = [](const auto&) {
      user::v1::GetUserResponse response;
      *response.mutable_user() = Jane();
      return response;
    };
    backend_.on_update = [](const auto&) {
      user::v1::UpdateUserResponse response;
      *response.mutable_user() = Jane();
      return response;
    };
  }

  admin::v1::PartnerPolicy& policy() {
    return *backend_.keys[kTestKey].mutable_policy();
  }

  http::HttpResponse PostTo(std::string body) { return Send(Post(body)); }

  void ExpectError(const http::HttpResponse& response, int status,
                   const std::string& error, const std::string& message) {
    EXPECT_EQ(response.status, status);
    EXPECT_EQ(HeaderOf(response, "Content-Type"), "application/json");
    const std::string id = HeaderOf(response, "X-Request-Id");
    EXPECT_TRUE(base::ParseUuid(std::string_view(id).substr(4))) << id;
    EXPECT_EQ(response.body,
              Json({{"error", error}, {"message", message}, {"requestId", id}})
                  .dump());
  }
};

// ---- POST ------------------------------------------------------------------

TEST_F(BocaRatonTest, CreatesTheUserOfTheExample) {
  const http::HttpResponse response = PostTo(kExample);
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(response.body,
            R"({"userId":"550e8400-e29b-41d4-a716-446655440000",)"
            R"("externalId":"partner-user-42","status":"pendingCompliance"})");
  EXPECT_EQ(HeaderOf(response, "ETag"), "\"3\"");
  EXPECT_EQ(HeaderOf(response, "Idempotent-Replayed"), "");

  ASSERT_EQ(backend_.creates.size(), 1u);
  const user::v1::CreateUserRequest& request = backend_.creates[0];
  EXPECT_EQ(request.partner_id(), "acme");
  EXPECT_EQ(request.external_id(), "partner-user-42");
  EXPECT_FALSE(request.validate_only());
  EXPECT_EQ(request.edge().signature().size(), 32u);
  EXPECT_EQ(request.edge().idempotency_key(), "");
  const user::v1::Profile& profile = request.profile();
  EXPECT_EQ(profile.email(), "jane.doe@example.com");
  EXPECT_EQ(profile.first_name(), "Jane");
  EXPECT_EQ(profile.last_name(), "Doe");
  EXPECT_EQ(profile.date_of_birth(), "1990-05-15");
  EXPECT_EQ(profile.address().line1(), "123 Main St");
  EXPECT_EQ(profile.address().line2(), "Suite 400");
  EXPECT_EQ(profile.address().city(), "Toronto");
  EXPECT_EQ(profile.address().postal_code(), "M5V 2T6");
  EXPECT_EQ(profile.address().province(), "ON");
  EXPECT_EQ(profile.address().country(), "CA");
  EXPECT_EQ(profile.occupation(), "Software Engineer");
  EXPECT_TRUE(profile.has_is_ciro_affiliate());
  EXPECT_FALSE(profile.is_ciro_affiliate());
}

TEST_F(BocaRatonTest, TakesNullAndEmptyOptionalFieldsForAbsent) {
  PostTo(R"({"externalId":"x","email":"","firstName":null,"addressLine2":null,)"
         R"("occupation":"","province":"","isCiroAffiliate":null})");
  const user::v1::Profile& profile = backend_.creates.at(0).profile();
  EXPECT_TRUE(profile.has_email()) << "required: its emptiness is judged";
  EXPECT_FALSE(profile.has_first_name());
  EXPECT_FALSE(profile.has_occupation());
  EXPECT_FALSE(profile.has_is_ciro_affiliate());
  EXPECT_FALSE(profile.has_address());
}

TEST_F(BocaRatonTest, IgnoresAndCountsUnknownMembers) {
  EXPECT_EQ(
      PostTo(R"({"externalId":"x","nick":{"a":[1]},"status":"active"})").status,
      201);
}

TEST_F(BocaRatonTest, RefusesUnknownMembersWhereThePolicySaysSo) {
  policy().set_unknown_members(admin::v1::UNKNOWN_MEMBERS_REFUSE);
  const auto response = PostTo(R"({"externalId":"x","nick":1,"zip":2})");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(FieldErrorsOf(response),
            (FieldList{{"nick", "Is not valid"}, {"zip", "Is not valid"}}));
}

// ---- Validation ------------------------------------------------------------

TEST_F(BocaRatonTest, NamesEveryFieldOfTheWrongTypeInTheTablesOrder) {
  std::string body = "{";
  for (const auto& field : boca_raton::Fields().rows()) {
    const bool flag = field.name == boca_raton::kIsCiroAffiliate;
    body +=
        "\"" + std::string(field.name) + "\":" + (flag ? "\"no\"" : "7") + ",";
  }
  body.back() = '}';
  FieldList expected;
  for (const auto& field : boca_raton::Fields().rows()) {
    const bool flag = field.name == boca_raton::kIsCiroAffiliate;
    expected.emplace_back(field.name,
                          flag ? "Must be a boolean" : "Must be a string");
  }
  EXPECT_EQ(FieldErrorsOf(PostTo(body)), expected);
  ASSERT_EQ(backend_.creates.size(), 1u);
  EXPECT_TRUE(backend_.creates[0].validate_only());
}

TEST_F(BocaRatonTest, MergesItsOwnFindingsWithThoseOfTheService) {
  backend_.on_create = [](const user::v1::CreateUserRequest& request) {
    EXPECT_TRUE(request.validate_only());
    EXPECT_FALSE(request.edge().has_signature_expires());
    EXPECT_EQ(request.edge().signature(), "");
    EXPECT_EQ(request.edge().idempotency_key(), "");
    EXPECT_EQ(request.edge().key_id(), "key-1");
    EXPECT_FALSE(request.profile().has_first_name());
    return base::Error(Reason::kInvalidProfile,
                       {{Violation("address.country", "Is not valid"),
                         Violation("first_name", "Is required"),
                         Violation("email", "Must be a valid email address")},
                        {}});
  };
  const auto response =
      PostTo(absl::StrReplaceAll(kExample, {{"\"Jane\"", "{}"}}));
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(FieldErrorsOf(response),
            (FieldList{{"email", "Must be a valid email address"},
                       {"firstName", "Must be a string"},
                       {"country", "Is not valid"}}));
}

TEST_F(BocaRatonTest, LetsA400WinOverWhatElseTheServiceFinds) {
  for (const Reason reason : {Reason::kUserUnderAge, Reason::kExternalIdTaken,
                              Reason::kUserClosed, Reason::kUserNotFound}) {
    backend_.on_create = [&](const auto&) { return base::Error(reason); };
    const auto response = PostTo(R"({"externalId":"x","email":7})");
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(FieldErrorsOf(response),
              (FieldList{{"email", "Must be a string"}}));
  }
  backend_.on_create = [](const auto&) {
    return base::Error(Reason::kBackendUnavailable);
  };
  EXPECT_EQ(PostTo(R"({"email":7})").status, 503);
}

TEST_F(BocaRatonTest, NamesEveryFieldOfTheServiceByTheContractsName) {
  backend_.on_create = [](const auto&) {
    base::ErrorDetails details;
    for (const auto& field : boca_raton::Fields().rows()) {
      details.violations.push_back(
          Violation(std::string(field.path), "Is not valid"));
    }
    std::reverse(details.violations.begin(), details.violations.end());
    return base::Error(Reason::kInvalidProfile, std::move(details));
  };
  FieldList expected;
  for (const auto& field : boca_raton::Fields().rows()) {
    expected.emplace_back(field.name, "Is not valid");
  }
  EXPECT_EQ(FieldErrorsOf(PostTo(kExample)), expected);
}

TEST_F(BocaRatonTest, NamesDuplicatesAndHalfCharactersBesideTheRest) {
  const auto response =
      PostTo(R"({"city":"\ud800","email":"a","email":"b","x":{"y":1,"y":2},)"
             R"("lastName":"\u0000","firstName":7})");
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(FieldErrorsOf(response),
            (FieldList{{"email", "Is not valid"},
                       {"firstName", "Must be a string"},
                       {"lastName", "Is not valid"},
                       {"city", "Is not valid"},
                       {"x.y", "Is not valid"}}));
}

TEST_F(BocaRatonTest, RefusesBodiesThatAreNoJsonObject) {
  ExpectError(PostTo("{"), 400, "bad_request",
              "Request body must be valid JSON");
  for (const char* body : {"[]", "\"x\"", "7", "null", "true"}) {
    EXPECT_EQ(FieldErrorsOf(PostTo(body)),
              (FieldList{{"body", "Is not valid"}}))
        << body;
  }
  for (const TestRequest& request : {Post(""), Patch("")}) {
    const auto response = Send(request);
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(FieldErrorsOf(response), (FieldList{{"body", "Is required"}}));
  }
  EXPECT_TRUE(backend_.creates.empty());
}

// ---- Errors ----------------------------------------------------------------

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

// ---- GET -------------------------------------------------------------------

TEST_F(BocaRatonTest, ShowsAUserWithItsEtag) {
  for (const char* method : {"GET", "HEAD"}) {
    const auto response = Send({method, "/v1/users/partner-user-42", "", {}});
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(
        response.body,
        R"({"userId":"550e8400-e29b-41d4-a716-446655440000",)"
        R"("externalId":"partner-user-42","status":"pendingCompliance"})");
    EXPECT_EQ(HeaderOf(response, "ETag"), "\"3\"");
  }
  EXPECT_EQ(backend_.gets.at(0).partner_id(), "acme");
}

TEST_F(BocaRatonTest, NamesEveryStatus) {
  const std::pair<user::v1::UserStatus, const char*> names[] = {
      {user::v1::USER_STATUS_PENDING_COMPLIANCE, "pendingCompliance"},
      {user::v1::USER_STATUS_ACTIVE, "active"},
      {user::v1::USER_STATUS_REJECTED, "rejected"},
      {user::v1::USER_STATUS_SUSPENDED, "suspended"},
      {user::v1::USER_STATUS_CLOSED, "closed"},
  };
  for (const auto& [status, name] : names) {
    backend_.on_get = [status = status](const auto&) {
      user::v1::GetUserResponse response;
      *response.mutable_user() = Jane();
      response.mutable_user()->set_status(status);
      return response;
    };
    EXPECT_EQ(Json::parse(Send(TestRequest{}).body)["status"], name);
  }
}

TEST_F(BocaRatonTest, DecodesTheIdInThePathOnce) {
  Send({"GET", "/v1/users/partner%20user%2F42%2B%C3%A9?x=%3a", "", {}});
  EXPECT_EQ(backend_.gets.at(0).user().external_id(), "partner user/42+\u00e9");
  Send({"GET", "/v1/users/a+b%2541", "", {}});
  EXPECT_EQ(backend_.gets.at(1).user().external_id(), "a+b%41");
  Send({"GET", "/v1/users/..", "", {}});
  EXPECT_EQ(backend_.gets.at(2).user().external_id(), "..");
}

TEST_F(BocaRatonTest, RefusesAnIdWithBadEncodingOrLength) {
  std::string two_bytes_each;
  for (int i = 0; i < 128; ++i) two_bytes_each += "%C3%A9";
  EXPECT_EQ(Send({"GET", "/v1/users/" + two_bytes_each, "", {}}).status, 200);
  for (const std::string& id :
       {std::string("%zz"), std::string("%"), std::string("%ff"),
        std::string("%ed%a0%80"), std::string(), two_bytes_each + "x"}) {
    for (const TestRequest& request :
         {TestRequest{"GET", "/v1/users/" + id, "", {}},
          TestRequest{"PATCH", "/v1/users/" + id, "{}", {}}}) {
      const auto response = Send(request);
      EXPECT_EQ(response.status, 400) << id;
      EXPECT_EQ(FieldErrorsOf(response),
                (FieldList{{"externalId", "Is not valid"}}));
    }
  }
}

// ---- PATCH -----------------------------------------------------------------

std::vector<std::string> MaskOf(const user::v1::UpdateUserRequest& request) {
  return {request.update_mask().paths().begin(),
          request.update_mask().paths().end()};
}

TEST_F(BocaRatonTest, PatchesWhatIsThereAndClearsWhatIsNullOrEmpty) {
  const auto response =
      Send(Patch(R"({"occupation":null,"addressLine2":"","city":"Ottawa",)"
                 R"("isCiroAffiliate":true,"externalId":"partner-user-42"})"));
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body,
            R"({"userId":"550e8400-e29b-41d4-a716-446655440000",)"
            R"("externalId":"partner-user-42","status":"pendingCompliance",)"
            R"("updatedAt":"2026-03-14T15:45:00Z"})");
  EXPECT_EQ(HeaderOf(response, "ETag"), "\"3\"");
  const user::v1::UpdateUserRequest& request = backend_.updates.at(0);
  EXPECT_EQ(request.user().external_id(), "partner-user-42");
  EXPECT_EQ(MaskOf(request),
            (std::vector<std::string>{"address.city", "address.line2",
                                      "occupation", "is_ciro_affiliate"}));
  EXPECT_EQ(request.profile().address().city(), "Ottawa");
  EXPECT_FALSE(request.profile().address().has_line2());
  EXPECT_FALSE(request.profile().has_occupation());
  EXPECT_TRUE(request.profile().is_ciro_affiliate());
  EXPECT_FALSE(request.has_expected_version());
  EXPECT_EQ(request.rules().min_age(), 18u);
}

TEST_F(BocaRatonTest, SendsAnEmptyMaskForAnEmptyPatch) {
  EXPECT_EQ(Send(Patch("{}")).status, 200);
  EXPECT_TRUE(backend_.updates.at(0).has_update_mask());
  EXPECT_EQ(MaskOf(backend_.updates.at(0)).size(), 0u);
}

TEST_F(BocaRatonTest, RefusesAnotherIdInAPatch) {
  for (const char* id : {"\"other\"", "null", "\"\""}) {
    const auto response =
        Send(Patch("{\"externalId\":" + std::string(id) + "}"));
    EXPECT_EQ(FieldErrorsOf(response),
              (FieldList{{"externalId", "Is not valid"}}))
        << id;
    EXPECT_TRUE(backend_.updates.back().validate_only());
  }
  EXPECT_EQ(FieldErrorsOf(Send(Patch(R"({"externalId":7})"))),
            (FieldList{{"externalId", "Must be a string"}}));
}

TEST_F(BocaRatonTest, HonoursIfMatch) {
  const auto version_for = [&](const char* tags) {
    TestRequest request = Patch("{}");
    request.headers = {{"If-Match", tags}};
    Send(request);
    return backend_.updates.back().expected_version();
  };
  constexpr uint64_t kNever = std::numeric_limits<uint64_t>::max();
  EXPECT_EQ(version_for("\"7\""), 7u);
  EXPECT_EQ(version_for("W/\"7\""), kNever);
  EXPECT_EQ(version_for("nonsense"), kNever);
  // The user is at version 3.
  EXPECT_EQ(version_for("\"2\", \"3\""), 3u);
  EXPECT_EQ(version_for("\"1\", \"2\""), kNever);
  version_for("*");
  EXPECT_FALSE(backend_.updates.back().has_expected_version());
}

// ---- Idempotency -----------------------------------------------------------

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

// ---- Rules and observation -------------------------------------------------

TEST(BocaRatonPolicy, IsTheContractsTableByDefault) {
  const auto policy = boca_raton::MakePolicy({});
  const user::v1::ProfileRules& rules = policy->rules;
  EXPECT_EQ(rules.required_size(), 8);
  EXPECT_TRUE(policy->Requires(user::v1::PROFILE_FIELD_EMAIL));
  EXPECT_FALSE(policy->Requires(user::v1::PROFILE_FIELD_OCCUPATION));
  EXPECT_EQ(rules.max_code_points_size() % 2, 0);
  EXPECT_EQ(rules.min_age(), 18u);
  EXPECT_FALSE(rules.unique_email());
  EXPECT_TRUE(rules.address_by_country());
  EXPECT_TRUE(rules.check_subdivision());
  EXPECT_FALSE(policy->refuse_unknown_members);
}

TEST(BocaRatonPolicy, LetsThePartnersPolicyDecide) {
  admin::v1::PartnerPolicy partner;
  partner.mutable_required_fields()->add_names("occupation");
  partner.set_min_age(0);
  partner.set_unique_email(true);
  partner.set_check_address(false);
  const auto policy = boca_raton::MakePolicy(partner);
  EXPECT_TRUE(policy->Requires(user::v1::PROFILE_FIELD_EXTERNAL_ID));
  EXPECT_TRUE(policy->Requires(user::v1::PROFILE_FIELD_OCCUPATION));
  EXPECT_EQ(policy->rules.required_size(), 2);
  EXPECT_EQ(policy->rules.min_age(), 0u);
  EXPECT_TRUE(policy->rules.unique_email());
  EXPECT_FALSE(policy->rules.address_by_country());
  EXPECT_FALSE(policy->rules.check_subdivision());
}

TEST_F(BocaRatonTest, ReportsEachRequestByItsRouteTemplate) {
  Send(TestRequest{});
  Send({"GET", "/nowhere/jane.doe@example.com", "", {}});
  ASSERT_EQ(observer_.records.size(), 2u);
  EXPECT_EQ(observer_.records[0].route, "/v1/users/{externalId}");
  EXPECT_EQ(observer_.records[0].method, "GET");
  EXPECT_EQ(observer_.records[0].status, 200);
  EXPECT_EQ(observer_.records[0].contract, "boca-raton");
  EXPECT_EQ(observer_.records[1].route, "none");
  EXPECT_EQ(observer_.records[1].method, "OTHER");
}

}  // namespace
}  // namespace rollbook::gateway
