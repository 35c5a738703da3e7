// Tokens of an issuer that publishes its keys at a URL (contract section 4).

#include <unistd.h>

#include <cstdlib>

#include "absl/time/clock.h"
#include "base/mutex.h"
#include "base/testing/temp_dir.h"
#include "gateway/auth/jwt/testing/test_issuer.h"
#include "gateway/http/server.h"
#include "gmock/gmock.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

using gateway::jwt::Algorithm;
using gateway::jwt::KeyKind;
using gateway::jwt::KeySet;
using gateway::jwt::TestKey;

// The issuer's web server: answers with the keys, or not at all well.
class KeyServer final : public gateway::http::HttpHandler {
 public:
  KeyServer() {
    gateway::http::HttpServerOptions options;
    options.listen = "127.0.0.1:0";
    auto server = gateway::http::HttpServer::Start(options, *this);
    EXPECT_TRUE(server.ok()) << server.status();
    server_ = *std::move(server);
  }
  ~KeyServer() override { server_.reset(); }

  std::string url() const {
    return "http://127.0.0.1:" + std::to_string(server_->port()) + "/keys";
  }

  // Empty: 500.
  void Publish(const std::string& keys) {
    base::MutexLock lock(mutex_);
    keys_ = keys;
  }
  int fetches() {
    base::MutexLock lock(mutex_);
    return fetches_;
  }

  void Handle(gateway::http::HttpRequest,
              gateway::http::Respond respond) override {
    std::string keys;
    {
      base::MutexLock lock(mutex_);
      ++fetches_;
      keys = keys_;
    }
    respond({keys.empty() ? 500 : 200, {}, keys});
  }
  gateway::http::HttpResponse Refuse(const gateway::http::RequestHead&,
                                     gateway::http::Refusal) override {
    return {400, {}, ""};
  }

 private:
  base::Mutex mutex_;
  std::string keys_;
  int fetches_ = 0;
  std::unique_ptr<gateway::http::HttpServer> server_;
};

// What has to be there before the service is: the URL is in its file.
struct Issuer {
  Issuer() {
    server.Publish(KeySet({first.Jwk()}));
    gateway::jwt::WriteTextFile(
        file(), Json::array({Json(gateway::jwt::TestIssuerEntry("jwksUrl",
                                                                server.url()))})
                    .dump());
  }
  std::string file() const { return directory.path() + "/issuers.json"; }

  base::TempDir directory;
  KeyServer server;
  TestKey first{"first", KeyKind::kP256};
  TestKey second{"second", KeyKind::kP256};
};

class Tokens : public EndToEnd {
 protected:
  Tokens() : Tokens(std::make_unique<Issuer>()) {}

  void SetUp() override {
    EndToEnd::SetUp();
    Cli({"partner", "create", "--id", "wealth", "--contract", "wealthyhood",
         "--jwt_issuer", gateway::jwt::kTestIssuer, "--jwt_client_id",
         gateway::jwt::kTestClient});
  }

  static std::string Token(const TestKey& key) {
    return key.Sign(Algorithm::kEs256,
                    gateway::jwt::TestClaims(absl::Now(), NewUuidText()));
  }

  HttpAnswer Create(const std::string& authorization) const {
    const Json body = {{"email", NewUuidText() + "@example.com"},
                       {"firstName", "Jane"},
                       {"lastName", "Doe"},
                       {"dateOfBirth", "1990-05-15"},
                       {"residencyCountry", "GB"}};
    HttpCall call = {"POST", "/users", {}, body.dump()};
    call.headers.emplace_back("Content-Type", "application/json");
    if (!authorization.empty()) {
      call.headers.emplace_back("Authorization", authorization);
    }
    return SendAsIs(call);
  }
  int StatusWith(const TestKey& key) const {
    return Create("Bearer " + Token(key)).status;
  }

  const std::unique_ptr<Issuer> issuer_;

 private:
  explicit Tokens(std::unique_ptr<Issuer> issuer)
      : EndToEnd(OptionsFor(*issuer)), issuer_(std::move(issuer)) {}

  static ServiceOptions OptionsFor(const Issuer& issuer) {
    ServiceOptions options{.arrangement = GetParam()};
    (GetParam() == Arrangement::kInProcess ? options.rollbookd_flags
                                           : options.gateway_flags)
        .push_back("--jwt_issuers_file=" + issuer.file());
    return options;
  }
};

INSTANTIATE_TEST_SUITE_P(, Tokens,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

TEST_P(Tokens, AGoodTokenCreatesAUser) {
  EXPECT_EQ(Create("Bearer " + Token(issuer_->first)).status, 201);
}

TEST_P(Tokens, WithoutOneThereIsAChallenge) {
  for (const std::string authorization : {"", "Bearer x.y.z", "Basic YTpi"}) {
    const HttpAnswer answer = Create(authorization);
    EXPECT_EQ(answer.status, 401) << authorization;
    EXPECT_THAT(answer.Header("WWW-Authenticate"),
                testing::StartsWith("Bearer"));
  }
}

TEST_P(Tokens, WithoutTheScopeItIsForbidden) {
  auto claims = gateway::jwt::TestClaims(absl::Now());
  claims["scope"] = "openid";
  const HttpAnswer answer =
      Create("Bearer " + issuer_->first.Sign(Algorithm::kEs256, claims));
  EXPECT_EQ(answer.status, 403);
  EXPECT_EQ(ParseJson(answer.body)["code"], "FORBIDDEN");
}

TEST_P(Tokens, AClientThatIsNobodysIsUnauthorized) {
  auto claims = gateway::jwt::TestClaims(absl::Now());
  claims["azp"] = "somebody";
  EXPECT_EQ(
      Create("Bearer " + issuer_->first.Sign(Algorithm::kEs256, claims)).status,
      401);
}

TEST_P(Tokens, ANewKeyWorksWithTheFirstTokenThatNamesIt) {
  EXPECT_EQ(StatusWith(issuer_->second), 401);
  issuer_->server.Publish(
      KeySet({issuer_->first.Jwk(), issuer_->second.Jwk()}));
  EXPECT_EQ(StatusWith(issuer_->second), 201);
  EXPECT_EQ(StatusWith(issuer_->first), 201);
}

TEST_P(Tokens, AFloodOfUnknownKeysCausesFewFetches) {
  const int before = issuer_->server.fetches();
  for (int i = 0; i < 50; ++i) EXPECT_EQ(StatusWith(issuer_->second), 401);
  EXPECT_LE(issuer_->server.fetches() - before, 3);
}

TEST_P(Tokens, AnIssuerThatIsDownStopsNobodyWhoseKeyIsKnown) {
  issuer_->server.Publish("");
  service_.Hangup();
  EXPECT_TRUE(Eventually([&] { return issuer_->server.fetches() >= 2; }));
  EXPECT_EQ(StatusWith(issuer_->first), 201);
  EXPECT_EQ(StatusWith(issuer_->second), 401);
}

TEST_P(Tokens, ASuspendedPartnersTokenIsRefused) {
  EXPECT_EQ(StatusWith(issuer_->first), 201);
  Cli({"partner", "suspend", "--id", "wealth", "--reason", "a test"});
  EXPECT_TRUE(Eventually([&] { return StatusWith(issuer_->first) == 401; }));
}

}  // namespace
}  // namespace rollbook::tests
