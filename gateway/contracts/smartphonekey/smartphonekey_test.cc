#include "gateway/contracts/smartphonekey/smartphonekey.h"

#include <string>
#include <utility>
#include <vector>

#include "gateway/contracts/smartphonekey/answer.h"
#include "gateway/mapping/field_table.h"
#include "gateway/testing/smartphonekey_fixture.h"
#include "gtest/gtest.h"

namespace rollbook::gateway {
namespace {

using base::Reason;

// ---- CreateUser ------------------------------------------------------------

TEST_F(SmartphoneKeyTest, CreatesAUserAndShowsTheEvent) {
  const auto response =
      Create(R"({"userId":"6F9619FF-8B86-D011-B42D-00C04FC964FF",)"
             R"("email":"ann@example.com","firstName":"Ann","lastName":"Lee",)"
             R"("phoneNumber":"+1-555-0123"})");
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(
      response.body,
      R"({"success":true,"aggregateId":"6F9619FF-8B86-D011-B42D-00C04FC964FF",)"
      R"("version":1,"event":{"type":"UserCreated","data":{)"
      R"("userId":"6F9619FF-8B86-D011-B42D-00C04FC964FF",)"
      R"("email":"ann@example.com","firstName":"Ann","lastName":"Lee",)"
      R"("phoneNumber":"+1-555-0123","status":"ACTIVE"}},)"
      R"("userId":"6F9619FF-8B86-D011-B42D-00C04FC964FF"})");
  const user::v1::CreateUserRequest& request = backend_.creates.at(0);
  EXPECT_EQ(request.partner_id(), "keys");
  EXPECT_EQ(request.external_id(), kId);
  EXPECT_TRUE(request.rules().external_id_ignore_case());
  EXPECT_EQ(request.rules().phone(), user::v1::PHONE_RULE_FREE_TEXT);
  EXPECT_EQ(request.initial_status(), user::v1::USER_STATUS_ACTIVE);
  EXPECT_EQ(request.edge().key_id(), "key-keys");
}

TEST_F(SmartphoneKeyTest, LeavesOutWhatIsNotThere) {
  const auto response =
      Create(R"({"userId":"6F9619FF-8B86-D011-B42D-00C04FC964FF",)"
             R"("email":"ann@example.com","firstName":null,"lastName":""})");
  EXPECT_EQ(Json::parse(response.body)["event"]["data"].dump(),
            R"({"userId":"6F9619FF-8B86-D011-B42D-00C04FC964FF",)"
            R"("email":"ann@example.com","status":"ACTIVE"})");
}

TEST_F(SmartphoneKeyTest, AnswersARepetitionWithTheUserAsItIs) {
  backend_.on_create = [](const auto&) {
    return base::Error(Reason::kExternalIdTaken);
  };
  const auto response = Create(
      R"({"userId":"6f9619ff-8b86-d011-b42d-00c04fc964ff","email":"x@y.zz"})");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(
      response.body,
      R"({"success":true,"aggregateId":"6F9619FF-8B86-D011-B42D-00C04FC964FF",)"
      R"("version":4,"event":null,)"
      R"("userId":"6F9619FF-8B86-D011-B42D-00C04FC964FF"})");
}

TEST_F(SmartphoneKeyTest, TakesOnlyTheIdOfThePath) {
  EXPECT_EQ(Create(R"({"userId":"7f9619ff-8b86-d011-b42d-00c04fc964ff",)"
                   R"("email":"a@b.cc"})")
                .body,
            Invalid({{"userId", "Must be the id in the path"}}));
  EXPECT_EQ(Create(R"({"userId":"ann","email":"a@b.cc"})").body,
            Invalid({{"userId", "Must be a valid UUID"}}));
  EXPECT_EQ(Create(R"({"email":"a@b.cc"})").body,
            Invalid({{"userId", "Is required"}}));
  EXPECT_EQ(Create(R"({"userId":7,"email":"a@b.cc"})").body,
            Invalid({{"userId", "Must be a string"}}));
  EXPECT_EQ(Call("POST", "ann/CreateUser", R"({"userId":"ann"})").body,
            Invalid({{"userId", "Must be a valid UUID"}}));
}

TEST_F(SmartphoneKeyTest, NamesAnInvalidEmailInItsOwnWords) {
  backend_.on_create = [](const auto&) {
    return base::Error(
        Reason::kInvalidProfile,
        {{{"email", "EMAIL", "Must be a valid email address"}}, {}});
  };
  const std::string body =
      R"({"userId":"6F9619FF-8B86-D011-B42D-00C04FC964FF","email":"ann"})";
  EXPECT_EQ(Create(body).status, 400);
  EXPECT_EQ(Create(body).body,
            R"({"error":"Bad Request","message":"The request contains invalid )"
            R"(parameters or malformed data","code":400,"details":)"
            R"([{"field":"email","message":"Invalid email format"}]})");
  EXPECT_EQ(Create(R"({"userId":"ann","email":"ann","firstName":1})").body,
            Invalid({{"userId", "Must be a valid UUID"},
                     {"email", "Invalid email format"},
                     {"firstName", "Must be a string"}}));
}

TEST_F(SmartphoneKeyTest, HonoursThePartnersPolicy) {
  admin::v1::PartnerPolicy& policy = *backend_.keys[kKey].mutable_policy();
  policy.mutable_required_fields()->add_names("phoneNumber");
  policy.set_unique_email(true);
  policy.set_unknown_members(admin::v1::UNKNOWN_MEMBERS_REFUSE);
  Create(R"({"userId":"6F9619FF-8B86-D011-B42D-00C04FC964FF"})");
  const user::v1::ProfileRules& rules = backend_.creates.at(0).rules();
  EXPECT_TRUE(Requires(rules, user::v1::PROFILE_FIELD_EXTERNAL_ID));
  EXPECT_TRUE(Requires(rules, user::v1::PROFILE_FIELD_PHONE_NUMBER));
  EXPECT_FALSE(Requires(rules, user::v1::PROFILE_FIELD_EMAIL));
  EXPECT_TRUE(rules.unique_email());
  EXPECT_EQ(SetPhone(R"({"phoneNumber":"1","nick":2})").body,
            Invalid({{"nick", "Is not valid"}}));
}

// ---- UpdatePhoneNumber -----------------------------------------------------

TEST_F(SmartphoneKeyTest, SetsThePhoneNumberAndShowsTheEvent) {
  backend_.on_update = [](const user::v1::UpdateUserRequest& request) {
    user::v1::UpdateUserResponse response;
    *response.mutable_user() = Ann();
    response.mutable_user()->set_version(5);
    response.mutable_user()->mutable_profile()->set_phone_number(
        request.profile().phone_number());
    return response;
  };
  const auto response = SetPhone(R"({"phoneNumber":"+44 20 7946 0958"})");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(
      response.body,
      R"({"success":true,"aggregateId":"6F9619FF-8B86-D011-B42D-00C04FC964FF",)"
      R"("version":5,"event":{"type":"UserPhoneNumberUpdated","data":{)"
      R"("userId":"6F9619FF-8B86-D011-B42D-00C04FC964FF","action":"set",)"
      R"("maskedPhoneNumber":"+** ** **** 0958",)"
      R"("timestamp":"2026-03-14T15:45:00Z"}},)"
      R"("userId":"6F9619FF-8B86-D011-B42D-00C04FC964FF"})");
  const user::v1::UpdateUserRequest& request = backend_.updates.at(0);
  EXPECT_EQ(request.user().external_id(), kId);
  EXPECT_EQ(request.expected_version(), 4u);
  ASSERT_EQ(request.update_mask().paths_size(), 1);
  EXPECT_EQ(request.update_mask().paths(0), "phone_number");
}

TEST_F(SmartphoneKeyTest, RemovesThePhoneNumber) {
  backend_.on_update = [](const auto&) {
    user::v1::UpdateUserResponse response;
    *response.mutable_user() = Ann();
    response.mutable_user()->set_version(5);
    response.mutable_user()->mutable_profile()->clear_phone_number();
    return response;
  };
  for (const char* body :
       {R"({"phoneNumber":null})", R"({"phoneNumber":""})"}) {
    const Json data = Json::parse(SetPhone(body).body)["event"]["data"];
    EXPECT_EQ(data.dump(),
              R"({"userId":"6F9619FF-8B86-D011-B42D-00C04FC964FF",)"
              R"("action":"removed","timestamp":"2026-03-14T15:45:00Z"})");
    EXPECT_FALSE(backend_.updates.back().profile().has_phone_number());
  }
}

TEST_F(SmartphoneKeyTest, ShowsNoEventWhereNothingChanged) {
  backend_.on_update = [](const auto&) {
    user::v1::UpdateUserResponse response;
    *response.mutable_user() = Ann();
    return response;
  };
  const auto response = SetPhone(R"({"phoneNumber":"+1-555-0123"})");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(Json::parse(response.body)["event"], nullptr);
  EXPECT_EQ(Json::parse(response.body)["version"], 4);
}

TEST_F(SmartphoneKeyTest, LooksAgainWhenSomebodyElseChangedTheUser) {
  backend_.on_update =
      [this](const auto&) -> absl::StatusOr<user::v1::UpdateUserResponse> {
    if (backend_.updates.size() < 3) {
      return base::Error(Reason::kVersionMismatch);
    }
    user::v1::UpdateUserResponse response;
    *response.mutable_user() = Ann();
    return response;
  };
  EXPECT_EQ(SetPhone(R"({"phoneNumber":"1"})").status, 200);
  EXPECT_EQ(backend_.gets.size(), 3u);
  backend_.on_update = [](const auto&) {
    return base::Error(Reason::kVersionMismatch);
  };
  const auto response = SetPhone(R"({"phoneNumber":"1"})");
  EXPECT_EQ(response.status, 503);
  EXPECT_EQ(HeaderOf(response, "Retry-After"), "1");
}

TEST_F(SmartphoneKeyTest, WantsToBeToldAPhoneNumber) {
  EXPECT_EQ(SetPhone("{}").body, Invalid({{"phoneNumber", "Is required"}}));
  EXPECT_EQ(SetPhone(R"({"phoneNumber":5550123})").body,
            Invalid({{"phoneNumber", "Must be a string"}}));
  EXPECT_EQ(Call("POST", "x/UpdatePhoneNumber", "{}").body,
            Invalid({{"userId", "Must be a valid UUID"},
                     {"phoneNumber", "Is required"}}));
  EXPECT_TRUE(backend_.updates.empty());
}

TEST(MaskPhoneNumber, ShowsTheLastFourDigits) {
  EXPECT_EQ(smartphonekey::MaskPhoneNumber("+1-555-0123"), "+*-***-0123");
  EXPECT_EQ(smartphonekey::MaskPhoneNumber("(0)20 55 ext. 7"),
            "(*)** ** ext. 7");
  EXPECT_EQ(smartphonekey::MaskPhoneNumber("112"), "***");
  EXPECT_EQ(smartphonekey::MaskPhoneNumber("0123"), "****");
  EXPECT_EQ(smartphonekey::MaskPhoneNumber("٠١٢٣٤٥"), "**٢٣٤٥");
  EXPECT_EQ(smartphonekey::MaskPhoneNumber(""), "");
}

// ---- profile ---------------------------------------------------------------

TEST_F(SmartphoneKeyTest, ShowsAProfile) {
  const auto response =
      Call("GET", std::string(kIdInLowerCase) + "/profile", "");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.body,
            R"({"userId":"6F9619FF-8B86-D011-B42D-00C04FC964FF",)"
            R"("email":"ann@example.com","phoneNumber":"+1-555-0123",)"
            R"("status":"ACTIVE"})");
  EXPECT_EQ(backend_.gets.at(0).user().external_id(), kIdInLowerCase);
  EXPECT_EQ(backend_.gets.at(0).partner_id(), "keys");
}

TEST_F(SmartphoneKeyTest, NamesEveryStatus) {
  const std::pair<user::v1::UserStatus, const char*> rows[] = {
      {user::v1::USER_STATUS_ACTIVE, "ACTIVE"},
      {user::v1::USER_STATUS_SUSPENDED, "SUSPENDED"},
      {user::v1::USER_STATUS_PENDING_COMPLIANCE, "INACTIVE"},
      {user::v1::USER_STATUS_REJECTED, "INACTIVE"},
      {user::v1::USER_STATUS_CLOSED, "INACTIVE"}};
  for (const auto& [status, name] : rows) {
    backend_.on_get = [status = status](const auto&) {
      user::v1::GetUserResponse response;
      response.mutable_user()->set_status(status);
      return response;
    };
    const auto response = Call("GET", std::string(kId) + "/profile", "");
    EXPECT_EQ(Json::parse(response.body)["status"], name);
  }
}

// ---- Errors ----------------------------------------------------------------

TEST_F(SmartphoneKeyTest, HasAnAnswerForEveryRefusalOfTheService) {
  const struct {
    Reason reason;
    int code;
    const char* error;
    const char* message;
  } rows[] = {
      {Reason::kCredentialRevoked, 401, "Unauthorized",
       "Authentication is missing or not valid"},
      {Reason::kUserNotFound, 404, "Not Found", "User not found"},
      {Reason::kEmailTaken, 409, "Conflict",
       "A user with this email already exists"},
      {Reason::kUserClosed, 409, "Conflict", "User is closed"},
      {Reason::kPermissionDenied, 500, "Internal Server Error",
       "An unexpected error occurred"},
      {Reason::kOverloaded, 503, "Service Unavailable",
       "The service is temporarily unavailable"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(base::InfoOf(row.reason).name);
    backend_.on_update = [&](const auto&) { return base::Error(row.reason); };
    const auto response = SetPhone(R"({"phoneNumber":"1"})");
    EXPECT_EQ(response.status, row.code);
    EXPECT_EQ(response.body, Error(row.code, row.error, row.message));
    EXPECT_EQ(HeaderOf(response, "Retry-After") != "", row.code == 503);
  }
}

TEST_F(SmartphoneKeyTest, HasAnAnswerForWhatTheGatewayRefuses) {
  const std::string create = "/users/" + std::string(kId) + "/CreateUser";
  EXPECT_EQ(SendPlain("POST", create + "s", "{}", {}).body,
            Error(404, "Not Found", "No such route"));
  for (const char* method : {"GET", "PUT", "OPTIONS", "DELETE"}) {
    const auto response = SendPlain(method, create, "", {});
    EXPECT_EQ(response.body,
              Error(405, "Method Not Allowed", "Method not allowed"));
    EXPECT_EQ(HeaderOf(response, "Allow"), "POST");
  }
  EXPECT_EQ(SendPlain("POST", create, "{}",
                      {{"X-API-Key", kKey}, {"Content-Type", "text/xml"}})
                .body,
            Error(415, "Unsupported Media Type",
                  "Content-Type must be application/json"));
  EXPECT_EQ(Create("{").body, Invalid({{"body", "Must be valid JSON"}}));
  EXPECT_EQ(Create("[]").body, Invalid({{"body", "Is not valid"}}));
  EXPECT_EQ(Create("").body, Invalid({{"body", "Is required"}}));
  EXPECT_EQ(
      Refuse("POST", create, http::Refusal::kPayloadTooLarge).body,
      Error(413, "Payload Too Large", "Request body must not exceed 64 KiB"));
}

}  // namespace
}  // namespace rollbook::gateway
