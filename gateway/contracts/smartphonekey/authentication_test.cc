#include "gateway/contracts/smartphonekey/authentication.h"

#include <string>
#include <utility>

#include "gateway/testing/smartphonekey_fixture.h"
#include "gtest/gtest.h"

// Who may act on whom (contract section 3).
namespace rollbook::gateway {
namespace {

class SmartphoneKeyTokenTest : public SmartphoneKeyTest {
 protected:
  SmartphoneKeyTokenTest() {
    v1::Credential& credential = backend_.clients[{"iss", "app"}];
    credential.set_partner_id("keys");
    credential.set_contract("smartphonekey");
    credential.set_partner_status(admin::v1::PARTNER_STATUS_ACTIVE);
    credential.set_jwt_issuer("iss");
    credential.set_jwt_client_id("app");
    tokens_.Allow("user", TokenOf("app", kIdInLowerCase, false));
    tokens_.Allow("service", TokenOf("app", "", true));
    tokens_.Allow("stranger", TokenOf("other", "", true));
    tokens_.Allow("narrow", TokenOf("app", "", true), /*has_scopes=*/false);
  }

  static VerifiedToken TokenOf(const std::string& client,
                               const std::string& user_id, bool is_service) {
    VerifiedToken token;
    token.issuer = "iss";
    token.client_id = client;
    token.user_id = user_id;
    token.is_service = is_service;
    return token;
  }

  http::HttpResponse Profile(const std::string& id, HeaderList headers) {
    return Call("GET", id + "/profile", "", std::move(headers));
  }
  static HeaderList Token(const std::string& text) {
    return {{"Authorization", "Bearer " + text}};
  }
};

TEST_F(SmartphoneKeyTokenTest, LetsAServiceActOnAnyUser) {
  EXPECT_EQ(Profile(kId, Token("service")).status, 200);
  EXPECT_EQ(Profile(kOtherId, Token("service")).status, 200);
}

TEST_F(SmartphoneKeyTokenTest, LetsAUserActOnItselfOnly) {
  EXPECT_EQ(Profile(kId, Token("user")).status, 200);
  const auto response = Profile(kOtherId, Token("user"));
  EXPECT_EQ(response.status, 403);
  EXPECT_EQ(response.body,
            Error(403, "Forbidden", "The token does not allow this request"));
  EXPECT_EQ(HeaderOf(response, "WWW-Authenticate"),
            "Bearer realm=\"smartphonekey\", error=\"insufficient_scope\"");
  EXPECT_EQ(observer_.records.back().auth_failure, "other_user");
  EXPECT_EQ(Profile("x", Token("user")).status, 403);
  EXPECT_EQ(backend_.gets.size(), 1u);
}

TEST_F(SmartphoneKeyTokenTest, RefusesATokenThatIsNoGood) {
  for (const char* text : {"stranger", "forged", ""}) {
    const auto response = Profile(kId, Token(text));
    EXPECT_EQ(response.status, 401) << text;
    EXPECT_EQ(response.body, Error(401, "Unauthorized",
                                   "Authentication is missing or not valid"));
    EXPECT_EQ(HeaderOf(response, "WWW-Authenticate"),
              "Bearer realm=\"smartphonekey\", error=\"invalid_token\"");
  }
  EXPECT_EQ(Profile(kId, Token("narrow")).status, 403);
  const auto none = Profile(kId, {});
  EXPECT_EQ(none.status, 401);
  EXPECT_EQ(HeaderOf(none, "WWW-Authenticate"),
            "Bearer realm=\"smartphonekey\"");
}

TEST_F(SmartphoneKeyTokenTest, ChecksATokenBesideAKeyWhereThereIsAnIssuer) {
  const auto both = [&](const char* text) {
    HeaderList headers = Token(text);
    headers.emplace_back("X-API-Key", kKey);
    return Profile(kOtherId, headers).status;
  };
  EXPECT_EQ(both("forged"), 200) << "the partner has no issuer";
  backend_.keys[kKey].set_jwt_issuer("iss");
  backend_.keys[kKey].set_jwt_client_id("app");
  credentials_.OnConnected();
  EXPECT_EQ(both("forged"), 401);
  EXPECT_EQ(both("stranger"), 401);
  EXPECT_EQ(both("service"), 200);
  EXPECT_EQ(both("user"), 200) << "the key may act on any user";
}

TEST_F(SmartphoneKeyTokenTest, AnswersASuspendedPartnerLikeAStranger) {
  backend_.keys[kKey].set_partner_status(admin::v1::PARTNER_STATUS_SUSPENDED);
  backend_.clients[{"iss", "app"}].set_partner_status(
      admin::v1::PARTNER_STATUS_SUSPENDED);
  EXPECT_EQ(Profile(kId, {{"X-API-Key", kKey}}).status, 401);
  EXPECT_EQ(Profile(kId, Token("service")).status, 401);
}

TEST_F(SmartphoneKeyTest, RefusesAKeyThatIsNoGood) {
  AddKey("rbk_capa", "bank", "capa");
  for (const HeaderList& headers :
       {HeaderList{}, HeaderList{{"X-API-Key", ""}},
        HeaderList{{"X-API-Key", "x"}},
        HeaderList{{"X-API-Key", "rbk_unknown"}},
        HeaderList{{"X-API-Key", "rbk_capa"}},
        HeaderList{{"X-API-Key", kKey}, {"X-API-Key", kKey}}}) {
    EXPECT_EQ(
        Call("GET", std::string(kId) + "/profile", "", headers).body,
        Error(401, "Unauthorized", "Authentication is missing or not valid"));
  }
}

TEST_F(SmartphoneKeyTest, RefusesHeadersThatNameTheCaller) {
  for (const char* name : {"X-Org-Id", "X-User-Id"}) {
    const auto response = Call("GET", std::string(kId) + "/profile", "",
                               {{"X-API-Key", kKey}, {name, "1"}});
    EXPECT_EQ(response.status, 400);
    EXPECT_EQ(response.body, Invalid({{name, "Header field is not allowed"}}));
    EXPECT_EQ(
        Call("GET", std::string(kId) + "/profile", "", {{name, "1"}}).status,
        401)
        << "authentication comes first";
  }
}

}  // namespace
}  // namespace rollbook::gateway
