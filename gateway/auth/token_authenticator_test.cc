#include "gateway/auth/token_authenticator.h"

#include <memory>
#include <optional>
#include <string>

#include "base/error.h"
#include "gateway/contract_registry.h"
#include "gateway/testing/fake_token_verifier.h"
#include "gateway/testing/gateway_fixture.h"

namespace rollbook::gateway {
namespace {

// The authenticator does not care which contract it serves; the fixture's is
// at hand.
class TokenAuthenticator : public GatewayFixture {
 protected:
  TokenAuthenticator() {
    v1::Credential& client = backend_.clients[{"https://issuer/", "client"}];
    client.set_partner_id("acme");
    client.set_contract("boca-raton");
    client.set_partner_status(admin::v1::PARTNER_STATUS_ACTIVE);
    client.set_jwt_issuer("https://issuer/");
    client.set_jwt_client_id("client");
    client.set_generation(3);
    tokens_.Allow("good", {.issuer = "https://issuer/",
                           .client_id = "client",
                           .subject = "user-1",
                           .user_id = "user-1",
                           .is_service = false,
                           .scopes = {}});
    exchange_ = NewExchange("Bearer good");
  }

  ExchangePtr NewExchange(const std::string& authorization) const {
    auto exchange = std::make_shared<Exchange>(environment_);
    exchange->contract = FindContract(contracts_, "boca-raton");
    exchange->request_id = "req-1";
    exchange->deadline = clock_.Now() + absl::Seconds(10);
    if (!authorization.empty()) {
      exchange->request.headers.Add("authorization", authorization);
    }
    return exchange;
  }

  absl::Status Authenticate() { return Run(AuthenticateByToken); }
  absl::Status CheckBeside() { return Run(CheckTokenBesideKey); }

  template <typename Function>
  absl::Status Run(Function function) {
    std::optional<absl::Status> result;
    function(exchange_, [&](absl::Status status) {
      EXPECT_FALSE(result) << "called twice";
      result = std::move(status);
    });
    EXPECT_TRUE(result) << "not called";
    return result.value_or(absl::UnknownError("not called"));
  }

  void ExpectUnauthenticated(std::string_view why) {
    EXPECT_EQ(base::ReasonOf(Authenticate()), base::Reason::kUnauthenticated);
    EXPECT_EQ(exchange_->auth_failure, why);
  }

  v1::Credential& client() {
    return backend_.clients[{"https://issuer/", "client"}];
  }

  ExchangePtr exchange_;
};

TEST_F(TokenAuthenticator, FindsThePartnerOfTheTokensClient) {
  exchange_->request.headers.Add(
      "traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
  ASSERT_TRUE(Authenticate().ok());
  EXPECT_EQ(exchange_->credential->record.partner_id(), "acme");
  EXPECT_EQ(exchange_->token->user_id, "user-1");
  EXPECT_EQ(exchange_->edge.request_id(), "req-1");
  EXPECT_EQ(exchange_->edge.generation(), 3u);
  EXPECT_FALSE(exchange_->edge.traceparent().empty());
  EXPECT_EQ(exchange_->auth_failure, "");
}

TEST_F(TokenAuthenticator, AsksTheBackendOncePerClient) {
  ASSERT_TRUE(Authenticate().ok());
  exchange_ = NewExchange("Bearer good");
  ASSERT_TRUE(Authenticate().ok());
  EXPECT_EQ(backend_.resolves, 1);

  credentials_.Drop(exchange_->key_hash);
  exchange_ = NewExchange("Bearer good");
  ASSERT_TRUE(Authenticate().ok());
  EXPECT_EQ(backend_.resolves, 2);
}

TEST_F(TokenAuthenticator, TakesTheSchemeInAnyCase) {
  exchange_ = NewExchange("bEARER  good");
  EXPECT_TRUE(Authenticate().ok());
}

TEST_F(TokenAuthenticator, RefusesWhatIsNotOneBearerToken) {
  for (const auto& [header, why] :
       {std::pair{"", "missing_token"}, std::pair{"Bearer", "not_bearer"},
        std::pair{"Bearer ", "not_bearer"},
        std::pair{"Basic good", "not_bearer"},
        std::pair{"Bearer bad", "not_in_the_test"}}) {
    exchange_ = NewExchange(header);
    ExpectUnauthenticated(why);
  }
  exchange_ = NewExchange("Bearer good");
  exchange_->request.headers.Add("Authorization", "Bearer good");
  ExpectUnauthenticated("duplicate_header");
}

TEST_F(TokenAuthenticator, RefusesAClientThatIsNobodys) {
  backend_.clients.clear();
  ExpectUnauthenticated("unknown_client");
}

TEST_F(TokenAuthenticator, RefusesAPartnerOfAnotherContract) {
  client().set_contract("capa");
  ExpectUnauthenticated("wrong_contract");
}

TEST_F(TokenAuthenticator, RefusesASuspendedPartner) {
  client().set_partner_status(admin::v1::PARTNER_STATUS_SUSPENDED);
  ExpectUnauthenticated("suspended_partner");
}

TEST_F(TokenAuthenticator, DeniesAGoodTokenWithoutTheScope) {
  tokens_.verdicts["good"].has_scopes = false;
  EXPECT_EQ(base::ReasonOf(Authenticate()), base::Reason::kPermissionDenied);
  EXPECT_EQ(exchange_->auth_failure, "missing_scope");
}

TEST_F(TokenAuthenticator, SaysWhenTheIssuersKeysCannotBeHad) {
  tokens_.verdicts["good"] = {
      .outcome = TokenVerdict::Outcome::kKeysUnavailable,
      .failure = "keys_unavailable",
      .token = nullptr};
  EXPECT_EQ(base::ReasonOf(Authenticate()), base::Reason::kBackendUnavailable);
}

TEST_F(TokenAuthenticator, AcceptsNoTokenBesideAKey) {
  exchange_ = NewExchange("");
  auto credential = std::make_shared<Credential>();
  credential->record = client();
  exchange_->credential = credential;
  EXPECT_TRUE(CheckBeside().ok());
  EXPECT_EQ(exchange_->token, nullptr);
}

TEST_F(TokenAuthenticator, DoesNotLookAtATokenOfAPartnerWithoutAnIssuer) {
  exchange_ = NewExchange("Bearer bad");
  exchange_->credential = std::make_shared<Credential>();
  EXPECT_TRUE(CheckBeside().ok());
}

TEST_F(TokenAuthenticator, ComparesATokenBesideAKeyWithTheKeysPartner) {
  auto credential = std::make_shared<Credential>();
  credential->record = client();
  exchange_->credential = credential;
  EXPECT_TRUE(CheckBeside().ok());
  EXPECT_EQ(exchange_->token->client_id, "client");

  credential->record.set_jwt_client_id("somebody else");
  EXPECT_EQ(base::ReasonOf(CheckBeside()), base::Reason::kUnauthenticated);
  EXPECT_EQ(exchange_->auth_failure, "token_of_another_partner");
}

}  // namespace
}  // namespace rollbook::gateway
