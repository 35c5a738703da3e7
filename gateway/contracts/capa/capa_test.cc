#include "gateway/contracts/capa/capa.h"

#include <string>
#include <utility>
#include <vector>

#include "gateway/mapping/field_table.h"
#include "gateway/testing/gateway_fixture.h"
#include "gtest/gtest.h"

namespace rollbook::gateway {
namespace {

using base::Reason;
using Json = nlohmann::ordered_json;
using Headers = std::vector<std::pair<std::string, std::string>>;

constexpr char kKey[] = "rbk_capa0001";
constexpr char kUuid[] = "550e8400-e29b-41d4-a716-446655440000";
constexpr char kCreated[] =
    R"({"status":"ok","data":{"userId":"550e8400-e29b-41d4-a716-446655440000"}})";

class CapaTest : public GatewayFixture {
 protected:
  CapaTest() {
    AddKey(kKey, "bank", "capa");
    backend_.on_create = [](const auto&) {
      user::v1::CreateUserResponse response;
      response.mutable_user()->set_user_id(kUuid);
      return response;
    };
    backend_.on_get = [](const auto&) {
      user::v1::GetUserResponse response;
      response.mutable_user()->set_user_id(kUuid);
      return response;
    };
  }

  http::HttpResponse Create(const std::string& body,
                            Headers headers = {{"partner-api-key", kKey}}) {
    return SendPlain("POST", "/api/partner/v1/user", body, headers);
  }

  const user::v1::CreateUserRequest& sent() { return backend_.creates.back(); }

  // The body of an error without fields.
  static std::string Error(const std::string& code,
                           const std::string& message) {
    return Json({{"status", "error"}, {"code", code}, {"message", message}})
        .dump();
  }

  static std::string Invalid(
      const std::vector<std::pair<std::string, std::string>>& fields) {
    Json body = {{"status", "error"},
                 {"code", "INVALID_USER_INPUT_ERROR"},
                 {"message", "Invalid User Input"},
                 {"errors", Json::array()}};
    for (const auto& [field, message] : fields) {
      body["errors"].push_back({{"field", field}, {"message", message}});
    }
    return body.dump();
  }
};

// ---- Authentication --------------------------------------------------------

TEST_F(CapaTest, TakesTheKeyUnderEitherNameOfTheHeader) {
  const std::string body = R"({"externalUserId":"x"})";
  for (const Headers& headers :
       {Headers{{"partner-api-key", kKey}}, Headers{{"PartnerApiKey", kKey}},
        Headers{{"Partner-Api-Key", kKey}, {"partnerapikey", kKey}}}) {
    EXPECT_EQ(Create(body, headers).status, 201);
    EXPECT_EQ(sent().partner_id(), "bank");
    EXPECT_EQ(sent().edge().key_id(), "key-bank");
    EXPECT_FALSE(sent().edge().has_signature_expires());
  }
}

TEST_F(CapaTest, SaysWhatIsWrongWithAKey) {
  AddKey("rbk_signer", "acme", "boca-raton");
  const struct {
    Headers headers;
    const char* message;
  } rows[] = {
      {{}, "API Key is missing"},
      {{{"partner-api-key", ""}}, "API Key is missing"},
      {{{"partner-api-key", "bank"}}, "Invalid API Key format"},
      {{{"partner-api-key", "rbk_"}}, "Invalid API Key format"},
      {{{"partner-api-key", "rbk_a b"}}, "Invalid API Key format"},
      {{{"partner-api-key", "Bearer rbk_capa0001"}}, "Invalid API Key format"},
      {{{"partner-api-key", "rbk_capa0002"}}, "Invalid API Key"},
      {{{"partner-api-key", "rbk_signer"}}, "Invalid API Key"},
      {{{"partner-api-key", kKey}, {"PartnerApiKey", "rbk_capa0002"}},
       "Invalid API Key"},
      {{{"partner-api-key", kKey}, {"partner-api-key", kKey}},
       "Invalid API Key"},
  };
  for (const auto& row : rows) {
    const auto response = Create("{}", row.headers);
    EXPECT_EQ(response.status, 401);
    EXPECT_EQ(response.body, Error("UNAUTHORIZED", row.message));
    EXPECT_EQ(HeaderOf(response, "WWW-Authenticate"), "ApiKey realm=\"capa\"");
  }
  EXPECT_TRUE(backend_.creates.empty());
}

TEST_F(CapaTest, RefusesARevokedAndAnExpiredKeyLikeAnUnknownOne) {
  backend_.keys[kKey].set_revoked(true);
  EXPECT_EQ(Create("{}").body, Error("UNAUTHORIZED", "Invalid API Key"));
  AddKey("rbk_old", "bank", "capa")
      .mutable_expire_time()
      ->set_seconds(absl::ToUnixSeconds(clock_.Now()));
  EXPECT_EQ(Create("{}", {{"partner-api-key", "rbk_old"}}).body,
            Error("UNAUTHORIZED", "Invalid API Key"));
}

TEST_F(CapaTest, TellsASuspendedPartnerSo) {
  backend_.keys[kKey].set_partner_status(admin::v1::PARTNER_STATUS_SUSPENDED);
  const auto response = Create("{}");
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(response.body,
            Error("INVALID_PARTNER_FLOW", "The partner has an invalid flow."));
  EXPECT_EQ(observer_.records.back().auth_failure, "suspended_partner");
}

TEST_F(CapaTest, TellsAPartnerSoThatWasSuspendedMeanwhile) {
  backend_.on_create = [this](const auto&) {
    backend_.keys[kKey].set_partner_status(admin::v1::PARTNER_STATUS_SUSPENDED);
    return base::Error(Reason::kCredentialRevoked);
  };
  EXPECT_EQ(Create(R"({"externalUserId":"x"})").status, 403);
}

// ---- Mapping ---------------------------------------------------------------

TEST_F(CapaTest, CreatesAUserWithAnEmail) {
  const auto response = Create(
      R"({"externalUserId":"u-1","method":"EMAIL","identifier":"a@b.example",)"
      R"("userType":"BUSINESS","alias":"Al"})");
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(response.body, kCreated);
  EXPECT_EQ(HeaderOf(response, "Idempotent-Replayed"), "");
  EXPECT_EQ(sent().external_id(), "u-1");
  EXPECT_EQ(sent().profile().email(), "a@b.example");
  EXPECT_EQ(sent().profile().sign_in_method(), user::v1::SIGN_IN_METHOD_EMAIL);
  EXPECT_EQ(sent().profile().user_type(), user::v1::USER_TYPE_BUSINESS);
  EXPECT_EQ(sent().profile().alias(), "Al");
  EXPECT_FALSE(sent().profile().has_sign_in_identifier());
}

TEST_F(CapaTest, CreatesAUserWithAPhoneNumber) {
  Create(R"({"externalUserId":"u-1","method":"PHONE_NUMBER",)"
         R"("identifier":"+52 440 123-4567"})");
  EXPECT_EQ(sent().profile().phone_number(), "+52 440 123-4567");
  EXPECT_EQ(sent().rules().phone(), user::v1::PHONE_RULE_POSSIBLE);
  EXPECT_FALSE(sent().profile().has_email());
}

TEST_F(CapaTest, HasDefaultsForWhatIsLeftOut) {
  for (const char* body :
       {R"({"externalUserId":"u-1"})",
        R"({"externalUserId":"u-1","method":"NONE","identifier":null})",
        R"({"externalUserId":"u-1","method":null,"userType":"","alias":null,)"
        R"("identifier":""})"}) {
    EXPECT_EQ(Create(body).status, 201) << body;
    const user::v1::Profile& profile = sent().profile();
    EXPECT_EQ(profile.sign_in_method(), user::v1::SIGN_IN_METHOD_NONE);
    EXPECT_EQ(profile.user_type(), user::v1::USER_TYPE_INDIVIDUAL);
    EXPECT_FALSE(profile.has_sign_in_identifier());
    EXPECT_FALSE(profile.has_alias());
  }
}

TEST_F(CapaTest, KeepsAnyIdentifierWhereThereIsNoMethod) {
  Create(R"({"externalUserId":"u-1","identifier":"not @ looked at"})");
  EXPECT_EQ(sent().profile().sign_in_identifier(), "not @ looked at");
}

TEST_F(CapaTest, RequiresTheIdentifierThatTheMethodNeeds) {
  Create(R"({"externalUserId":"u-1","method":"EMAIL"})");
  EXPECT_TRUE(Requires(sent().rules(), user::v1::PROFILE_FIELD_EMAIL));
  Create(R"({"externalUserId":"u-1","method":"PHONE_NUMBER"})");
  EXPECT_TRUE(Requires(sent().rules(), user::v1::PROFILE_FIELD_PHONE_NUMBER));
  EXPECT_FALSE(Requires(sent().rules(), user::v1::PROFILE_FIELD_EMAIL));
}

TEST_F(CapaTest, HonoursThePartnersPolicy) {
  admin::v1::PartnerPolicy& policy = *backend_.keys[kKey].mutable_policy();
  for (const char* name : {"identifier", "method", "userType", "alias"}) {
    policy.mutable_required_fields()->add_names(name);
  }
  policy.set_unique_email(true);
  policy.set_unknown_members(admin::v1::UNKNOWN_MEMBERS_REFUSE);
  Create(R"({"externalUserId":"u-1"})");
  for (const auto field :
       {user::v1::PROFILE_FIELD_EXTERNAL_ID,
        user::v1::PROFILE_FIELD_SIGN_IN_IDENTIFIER,
        user::v1::PROFILE_FIELD_SIGN_IN_METHOD,
        user::v1::PROFILE_FIELD_USER_TYPE, user::v1::PROFILE_FIELD_ALIAS}) {
    EXPECT_TRUE(Requires(sent().rules(), field)) << field;
  }
  EXPECT_FALSE(Requires(sent().rules(), user::v1::PROFILE_FIELD_EMAIL));
  EXPECT_TRUE(sent().rules().unique_email());
  EXPECT_EQ(sent().profile().sign_in_method(),
            user::v1::SIGN_IN_METHOD_UNSPECIFIED);
  EXPECT_EQ(Create(R"({"externalUserId":"u-1","nick":1})").body,
            Invalid({{"nick", "Is not valid"}}));
}

// ---- Repetition ------------------------------------------------------------

TEST_F(CapaTest, AnswersARepeatedIdWithTheUserThatHasIt) {
  backend_.on_create = [](const auto&) {
    return base::Error(Reason::kExternalIdTaken);
  };
  const auto response = Create(R"({"externalUserId":"u-1","alias":"other"})");
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(response.body, kCreated);
  EXPECT_EQ(HeaderOf(response, "Idempotent-Replayed"), "true");
  ASSERT_EQ(backend_.gets.size(), 1u);
  EXPECT_EQ(backend_.gets[0].partner_id(), "bank");
  EXPECT_EQ(backend_.gets[0].user().external_id(), "u-1");
}

TEST_F(CapaTest, CreatesAnewWhenTheUserHasVanishedMeanwhile) {
  int calls = 0;
  backend_.on_create =
      [&](const auto&) -> absl::StatusOr<user::v1::CreateUserResponse> {
    if (++calls == 1) return base::Error(Reason::kExternalIdTaken);
    return user::v1::CreateUserResponse();
  };
  backend_.on_get = [](const auto&) {
    return base::Error(Reason::kUserNotFound);
  };
  const auto response = Create(R"({"externalUserId":"u-1"})");
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(HeaderOf(response, "Idempotent-Replayed"), "");
}

// ---- Errors ----------------------------------------------------------------

TEST_F(CapaTest, NamesWhatHasTheWrongTypeOrWord) {
  EXPECT_EQ(Create(R"({"externalUserId":7,"method":"FAX","identifier":[],)"
                   R"("userType":"CAT","alias":{}})")
                .body,
            Invalid({{"externalUserId", "Must be a string"},
                     {"method", "Must be one of: EMAIL, PHONE_NUMBER, NONE"},
                     {"identifier", "Must be a string"},
                     {"userType", "Must be one of: INDIVIDUAL, BUSINESS"},
                     {"alias", "Must be a string"}}));
  EXPECT_TRUE(sent().validate_only());
}

TEST_F(CapaTest, HasAWordOfItsOwnForAnEmailThatIsAllThatIsWrong) {
  const base::FieldViolation bad_email = {"email", "EMAIL", "Must be valid"};
  const base::FieldViolation long_alias = {"alias", "LENGTH", "Too long"};
  const std::string body =
      R"({"externalUserId":"u-1","method":"EMAIL","identifier":"nobody"})";
  backend_.on_create = [&](const auto&) {
    return base::Error(Reason::kInvalidProfile, {{bad_email}, {}});
  };
  const auto response = Create(body);
  EXPECT_EQ(response.status, 400);
  EXPECT_EQ(response.body,
            R"({"status":"error","code":"BAD_REQUEST",)"
            R"("message":"Provided email is not valid",)"
            R"("errors":[{"field":"identifier","message":"Must be valid"}]})");
  backend_.on_create = [&](const auto&) {
    return base::Error(Reason::kInvalidProfile, {{long_alias, bad_email}, {}});
  };
  EXPECT_EQ(Create(body).body,
            Invalid({{"identifier", "Must be valid"}, {"alias", "Too long"}}));
}

TEST_F(CapaTest, RefusesBodiesThatAreNoJsonObject) {
  const auto malformed = Create("{");
  EXPECT_EQ(malformed.status, 400);
  EXPECT_EQ(malformed.body,
            Error("INVALID_USER_INPUT_ERROR", "Invalid User Input"));
  EXPECT_EQ(Create("[]").body, Invalid({{"body", "Is not valid"}}));
  EXPECT_EQ(Create("").body, Invalid({{"body", "Is required"}}));
  EXPECT_EQ(Create(R"({"alias":"a","alias":"b"})").body,
            Invalid({{"alias", "Is not valid"}}));
}

TEST_F(CapaTest, HasAnAnswerForEveryRefusalOfTheService) {
  const struct {
    Reason reason;
    int status;
    const char* code;
    const char* message;
  } rows[] = {
      {Reason::kCredentialRevoked, 401, "UNAUTHORIZED", "Invalid API Key"},
      {Reason::kEmailTaken, 409, "CONFLICT",
       "A user with this email already exists"},
      {Reason::kOverloaded, 503, "SERVICE_UNAVAILABLE",
       "The service is temporarily unavailable"},
      {Reason::kBackendUnavailable, 503, "SERVICE_UNAVAILABLE",
       "The service is temporarily unavailable"},
      {Reason::kPermissionDenied, 500, "INTERNAL_SERVER_ERROR",
       "User creation failed"},
      {Reason::kInternal, 500, "INTERNAL_SERVER_ERROR", "User creation failed"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(base::InfoOf(row.reason).name);
    backend_.on_create = [&](const auto&) { return base::Error(row.reason); };
    const auto response = Create(R"({"externalUserId":"u-1"})");
    EXPECT_EQ(response.status, row.status);
    EXPECT_EQ(response.body, Error(row.code, row.message));
    EXPECT_EQ(HeaderOf(response, "Retry-After") != "", row.status == 503);
  }
}

TEST_F(CapaTest, HasAnAnswerForWhatTheGatewayRefuses) {
  EXPECT_EQ(SendPlain("POST", "/api/partner/v1/users", "{}", {}).body,
            Error("NOT_FOUND", "No such route"));
  for (const char* method : {"GET", "PUT", "OPTIONS", "DELETE"}) {
    const auto response = SendPlain(method, "/api/partner/v1/user", "", {});
    EXPECT_EQ(response.status, 405);
    EXPECT_EQ(response.body, Error("METHOD_NOT_ALLOWED", "Method not allowed"));
    EXPECT_EQ(HeaderOf(response, "Allow"), "POST");
  }
  const auto media =
      Create("{}", {{"partner-api-key", kKey}, {"Content-Type", "text/xml"}});
  EXPECT_EQ(media.status, 415);
  EXPECT_EQ(media.body, Error("UNSUPPORTED_MEDIA_TYPE",
                              "Content-Type must be application/json"));
  const auto large =
      Refuse("POST", "/api/partner/v1/user", http::Refusal::kPayloadTooLarge);
  EXPECT_EQ(large.status, 413);
  EXPECT_EQ(large.body,
            Error("PAYLOAD_TOO_LARGE", "Request body must not exceed 64 KiB"));
}

}  // namespace
}  // namespace rollbook::gateway
