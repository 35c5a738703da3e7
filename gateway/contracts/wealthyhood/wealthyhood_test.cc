#include "gateway/contracts/wealthyhood/wealthyhood.h"

#include <string>
#include <utility>
#include <vector>

#include "gateway/mapping/field_table.h"
#include "gateway/testing/gateway_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rollbook::gateway {
namespace {

using base::Reason;
using Json = nlohmann::ordered_json;
using Headers = std::vector<std::pair<std::string, std::string>>;

constexpr char kExample[] =
    R"({"email":"jane@example.com","firstName":"Jane","lastName":"Doe",)"
    R"("dateOfBirth":"1990-05-15","residencyCountry":"GB",)"
    R"("address":{"line1":"1 High Street","line2":"Flat 2","city":"London",)"
    R"("postalCode":12345,"countryCode":"GB"},)"
    R"("taxResidency":{"countryCode":"GB","proofType":"TIN",)"
    R"("value":"AB123456C"}})";

class WealthyhoodTest : public GatewayFixture {
 protected:
  WealthyhoodTest() {
    client().set_partner_id("wealth");
    client().set_contract("wealthyhood");
    client().set_partner_status(admin::v1::PARTNER_STATUS_ACTIVE);
    VerifiedToken token;
    token.issuer = "iss";
    token.client_id = "app";
    tokens_.Allow("good", token);
    tokens_.Allow("narrow", token, /*has_scopes=*/false);
    backend_.on_create = [](const user::v1::CreateUserRequest& request) {
      user::v1::CreateUserResponse response;
      user::v1::User& user = *response.mutable_user();
      user.set_external_id("65f0a1b2c3d4e5f601234567");
      *user.mutable_profile() = request.profile();
      user.set_kyc_status(user::v1::KYC_STATUS_PENDING);
      user.set_version(1);
      user.mutable_update_time()->set_seconds(1773503100);
      user.mutable_update_time()->set_nanos(999'999'999);
      return response;
    };
  }

  v1::Credential& client() { return backend_.clients[{"iss", "app"}]; }

  http::HttpResponse Create(const std::string& body,
                            const Headers& headers = {
                                {"Authorization", "Bearer good"}}) {
    return SendPlain("POST", "/users", body, headers);
  }

  const user::v1::CreateUserRequest& sent() { return backend_.creates.back(); }

  bool SentRequires(user::v1::ProfileField field) {
    return Requires(sent().rules(), field);
  }

  static std::string Error(const std::string& code,
                           const std::string& message) {
    return Json({{"message", message}, {"code", code}}).dump();
  }
  static std::string Invalid(
      const std::vector<std::pair<std::string, std::string>>& errors) {
    Json body = {{"message", "Request body failed validation"},
                 {"code", "BAD_REQUEST"},
                 {"errors", Json::array()}};
    for (const auto& [field, message] : errors) {
      body["errors"].push_back({{"field", field}, {"message", message}});
    }
    return body.dump();
  }
};

// ---- Mapping ---------------------------------------------------------------

TEST_F(WealthyhoodTest, CreatesAUser) {
  const auto response = Create(kExample);
  EXPECT_EQ(response.status, 201);
  EXPECT_EQ(
      response.body,
      R"({"id":"65f0a1b2c3d4e5f601234567","email":"jane@example.com",)"
      R"("firstName":"Jane","lastName":"Doe","dateOfBirth":"1990-05-15",)"
      R"("residencyCountry":"GB","emailVerified":false,"kycStatus":"pending",)"
      R"("createdAt":"2026-03-14T15:45:00Z",)"
      R"("updatedAt":"2026-03-14T15:45:00Z",)"
      R"("address":{"line1":"1 High Street","line2":"Flat 2","city":"London",)"
      R"("postalCode":12345,"countryCode":"GB"},)"
      R"("taxResidency":{"countryCode":"GB","proofType":"TIN",)"
      R"("value":"AB123456C"}})");
  EXPECT_EQ(sent().partner_id(), "wealth");
  EXPECT_EQ(sent().edge().key_id(), "");
  EXPECT_TRUE(sent().rules().unique_email());
  EXPECT_EQ(sent().rules().min_age(), 0u);
  EXPECT_TRUE(sent().profile().address().postal_code_is_number());
}

TEST_F(WealthyhoodTest, AnswersThePostalCodeWithTheTypeItCameIn) {
  const auto postal_code = [this](const std::string& json) {
    const auto response = Create(R"({"address":{"postalCode":)" + json + "}}");
    return Json::parse(response.body)["address"]["postalCode"].dump();
  };
  EXPECT_EQ(postal_code("\"EC1A 1BB\""), "\"EC1A 1BB\"");
  EXPECT_EQ(postal_code("\"01234\""), "\"01234\"");
  EXPECT_EQ(postal_code("90210"), "90210");
  EXPECT_EQ(postal_code("18446744073709551615"), "18446744073709551615");
}

TEST_F(WealthyhoodTest, RefusesAPostalCodeThatIsNoWholeNumber) {
  for (const char* json : {"-1", "1.5", "1e3"}) {
    EXPECT_EQ(
        Create(R"({"address":{"postalCode":)" + std::string(json) + "}}").body,
        Invalid({{"address.postalCode", "Is not valid"}}));
  }
  EXPECT_EQ(Create(R"({"address":{"postalCode":true}})").body,
            Invalid({{"address.postalCode", "Must be a string or a number"}}));
}

TEST_F(WealthyhoodTest, RequiresWhatAnObjectNeedsWhereItIsThere) {
  Create(R"({"email":"a@b.cc","address":null})");
  EXPECT_FALSE(SentRequires(user::v1::PROFILE_FIELD_ADDRESS_LINE1));
  EXPECT_TRUE(SentRequires(user::v1::PROFILE_FIELD_RESIDENCY_COUNTRY));
  Create(R"({"address":{}})");
  for (const auto field : {user::v1::PROFILE_FIELD_ADDRESS_LINE1,
                           user::v1::PROFILE_FIELD_ADDRESS_CITY,
                           user::v1::PROFILE_FIELD_ADDRESS_POSTAL_CODE,
                           user::v1::PROFILE_FIELD_ADDRESS_COUNTRY}) {
    EXPECT_TRUE(SentRequires(field)) << field;
  }
  EXPECT_FALSE(SentRequires(user::v1::PROFILE_FIELD_ADDRESS_LINE2));
  EXPECT_FALSE(SentRequires(user::v1::PROFILE_FIELD_TAX_RESIDENCY_VALUE));
  Create(R"({"taxResidency":{}})");
  for (const auto field : {user::v1::PROFILE_FIELD_TAX_RESIDENCY_COUNTRY,
                           user::v1::PROFILE_FIELD_TAX_RESIDENCY_PROOF_TYPE,
                           user::v1::PROFILE_FIELD_TAX_RESIDENCY_VALUE}) {
    EXPECT_TRUE(SentRequires(field)) << field;
  }
}

TEST_F(WealthyhoodTest, HonoursThePartnersPolicy) {
  admin::v1::PartnerPolicy& policy = *client().mutable_policy();
  policy.mutable_required_fields()->add_names("email");
  policy.mutable_required_fields()->add_names("address");
  policy.mutable_required_fields()->add_names("taxResidency.value");
  policy.set_min_age(21);
  policy.set_unique_email(false);
  policy.set_unknown_members(admin::v1::UNKNOWN_MEMBERS_REFUSE);
  Create("{}");
  EXPECT_TRUE(SentRequires(user::v1::PROFILE_FIELD_EMAIL));
  EXPECT_TRUE(SentRequires(user::v1::PROFILE_FIELD_ADDRESS_CITY));
  EXPECT_TRUE(SentRequires(user::v1::PROFILE_FIELD_TAX_RESIDENCY_VALUE));
  EXPECT_FALSE(SentRequires(user::v1::PROFILE_FIELD_ADDRESS_LINE2));
  EXPECT_FALSE(SentRequires(user::v1::PROFILE_FIELD_FIRST_NAME));
  EXPECT_FALSE(SentRequires(user::v1::PROFILE_FIELD_TAX_RESIDENCY_COUNTRY));
  EXPECT_FALSE(sent().rules().unique_email());
  EXPECT_EQ(
      Create(R"({"nick":1,"address":{"zip":2}})").body,
      Invalid({{"address.zip", "Is not valid"}, {"nick", "Is not valid"}}));
  backend_.on_create = [](const auto&) {
    return base::Error(Reason::kUserUnderAge);
  };
  const auto response = Create(kExample);
  EXPECT_EQ(response.status, 422);
  EXPECT_EQ(response.body, Error("UNPROCESSABLE_ENTITY",
                                 "User must be at least 21 years old"));
}

// ---- Ids -------------------------------------------------------------------

TEST_F(WealthyhoodTest, MintsAnIdForEveryUser) {
  Create(kExample);
  Create(kExample);
  const std::string first = backend_.creates[0].external_id();
  const std::string second = backend_.creates[1].external_id();
  EXPECT_THAT(first, testing::MatchesRegex("[0-9a-f]{24}"));
  EXPECT_EQ(first.substr(0, 8), "69b3fc40") << "2026-03-13T12:00:00Z";
  EXPECT_NE(first, second);
}

TEST_F(WealthyhoodTest, MintsAnotherIdWhenThereIsOneLikeIt) {
  const auto created = backend_.on_create;
  backend_.on_create = [&](const user::v1::CreateUserRequest& request)
      -> absl::StatusOr<user::v1::CreateUserResponse> {
    if (backend_.creates.size() == 1) {
      return base::Error(Reason::kExternalIdTaken);
    }
    return created(request);
  };
  EXPECT_EQ(Create(kExample).status, 201);
  EXPECT_NE(backend_.creates.at(0).external_id(),
            backend_.creates.at(1).external_id());
  backend_.on_create = [](const auto&) {
    return base::Error(Reason::kExternalIdTaken);
  };
  EXPECT_EQ(Create(kExample).status, 500);
}

// ---- Authentication --------------------------------------------------------

TEST_F(WealthyhoodTest, WantsAGoodTokenWithTheScope) {
  const auto none = Create(kExample, {});
  EXPECT_EQ(none.status, 401);
  EXPECT_EQ(none.body,
            Error("UNAUTHORIZED", "Access token is missing or not valid"));
  EXPECT_EQ(HeaderOf(none, "WWW-Authenticate"), "Bearer realm=\"wealthyhood\"");
  const auto forged = Create(kExample, {{"Authorization", "Bearer forged"}});
  EXPECT_EQ(forged.status, 401);
  EXPECT_EQ(HeaderOf(forged, "WWW-Authenticate"),
            "Bearer realm=\"wealthyhood\", error=\"invalid_token\"");
  const auto narrow = Create(kExample, {{"Authorization", "Bearer narrow"}});
  EXPECT_EQ(narrow.status, 403);
  EXPECT_EQ(narrow.body,
            Error("FORBIDDEN", "Access token lacks the required scope"));
  EXPECT_EQ(HeaderOf(narrow, "WWW-Authenticate"),
            "Bearer realm=\"wealthyhood\", error=\"insufficient_scope\"");
  EXPECT_TRUE(backend_.creates.empty());
}

TEST_F(WealthyhoodTest, AnswersASuspendedPartnerLikeAStranger) {
  client().set_partner_status(admin::v1::PARTNER_STATUS_SUSPENDED);
  EXPECT_EQ(Create(kExample).status, 401);
}

// ---- Errors ----------------------------------------------------------------

TEST_F(WealthyhoodTest, NamesNestedFieldsByTheirPath) {
  backend_.on_create = [](const auto&) {
    return base::Error(Reason::kInvalidProfile,
                       {{{"tax_residency.country", "COUNTRY", "Is not valid"},
                         {"address.city", "REQUIRED", "Is required"},
                         {"residency_country", "COUNTRY", "Is not valid"}},
                        {}});
  };
  EXPECT_EQ(Create(R"({"address":{"line1":7,"countryCode":"a"}})").body,
            Invalid({{"residencyCountry", "Is not valid"},
                     {"address.line1", "Must be a string"},
                     {"address.city", "Is required"},
                     {"taxResidency.countryCode", "Is not valid"}}));
  EXPECT_EQ(Create(R"({"address":"7","taxResidency":[]})").status, 400);
  EXPECT_TRUE(sent().validate_only());
}

TEST_F(WealthyhoodTest, RefusesBodiesThatAreNoJsonObject) {
  EXPECT_EQ(Create("{").body,
            Error("BAD_REQUEST", "Request body must be valid JSON"));
  EXPECT_EQ(Create("[]").body, Invalid({{"body", "Is not valid"}}));
  EXPECT_EQ(Create("").body, Invalid({{"body", "Is required"}}));
  EXPECT_EQ(Create(R"({"address":{"city":"a","city":"b"}})").body,
            Invalid({{"address.city", "Is not valid"}}));
}

TEST_F(WealthyhoodTest, HasAnAnswerForEveryRefusalOfTheService) {
  const struct {
    Reason reason;
    int status;
    const char* code;
    const char* message;
  } rows[] = {
      {Reason::kCredentialRevoked, 401, "UNAUTHORIZED",
       "Access token is missing or not valid"},
      {Reason::kEmailTaken, 409, "CONFLICT",
       "A user with this email already exists"},
      {Reason::kPermissionDenied, 500, "INTERNAL_ERROR",
       "An unexpected error occurred"},
      {Reason::kOverloaded, 503, "SERVICE_UNAVAILABLE",
       "The service is temporarily unavailable"},
  };
  for (const auto& row : rows) {
    SCOPED_TRACE(base::InfoOf(row.reason).name);
    backend_.on_create = [&](const auto&) { return base::Error(row.reason); };
    const auto response = Create(kExample);
    EXPECT_EQ(response.status, row.status);
    EXPECT_EQ(response.body, Error(row.code, row.message));
    EXPECT_EQ(HeaderOf(response, "Retry-After") != "", row.status == 503);
  }
}

TEST_F(WealthyhoodTest, HasAnAnswerForWhatTheGatewayRefuses) {
  for (const char* method : {"GET", "PUT", "OPTIONS", "DELETE"}) {
    const auto response = SendPlain(method, "/users", "", {});
    EXPECT_EQ(response.body, Error("METHOD_NOT_ALLOWED", "Method not allowed"));
    EXPECT_EQ(HeaderOf(response, "Allow"), "POST");
  }
  EXPECT_EQ(
      Create("{}",
             {{"Authorization", "Bearer good"}, {"Content-Type", "text/xml"}})
          .body,
      Error("UNSUPPORTED_MEDIA_TYPE", "Content-Type must be application/json"));
  EXPECT_EQ(Refuse("POST", "/users", http::Refusal::kPayloadTooLarge).body,
            Error("PAYLOAD_TOO_LARGE", "Request body must not exceed 64 KiB"));
}

}  // namespace
}  // namespace rollbook::gateway
