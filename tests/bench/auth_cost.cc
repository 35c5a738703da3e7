#include "tests/bench/auth_cost.h"

#include <time.h>

#include <cstdlib>
#include <iostream>
#include <memory>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "base/crypto/hash.h"
#include "gateway/auth/hmac_authenticator.h"
#include "gateway/auth/jwt/jwt_verifier.h"
#include "gateway/auth/token_authenticator.h"
#include "gateway/contract_registry.h"
#include "gateway/credentials.h"
#include "gateway/exchange.h"
#include "gateway/testing/fake_user_backend.h"
#include "tests/bench/sample_user.h"
#include "tests/support/signing.h"
#include "tests/support/token_issuer.h"

namespace rollbook::bench {
namespace {

using gateway::ExchangePtr;

constexpr int kRequests = 400;
constexpr char kClient[] = "bench-client";
const tests::PartnerKey kKey = {"rbk_bench", "rbs_bench"};

absl::Duration ThreadCpuTime() {
  timespec used;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &used);
  return absl::DurationFromTimespec(used);
}

// A gateway's authentication without the gateway.
class Stage {
 public:
  Stage() {
    Register(backend_.keys[kKey.api_key], "boca-raton")
        .add_hmac_secrets()
        ->set_secret(kKey.hmac_secret);
    Register(backend_.clients[{tests::TokenIssuer::kName, kClient}],
             "wealthyhood");
    auto tokens = gateway::jwt::JwtVerifier::Create(
        {.issuers_file = issuer_.issuers_file(), .fetch = nullptr});
    if (!tokens.ok()) {
      std::cerr << tokens.status() << "\n";
      std::exit(1);
    }
    tokens_ = *std::move(tokens);
    environment_.tokens = tokens_.get();
    watch_ = backend_.WatchCredentials(credentials_);
  }

  ExchangePtr SignedCreate(int number) const {
    tests::HttpCall call = {.method = "POST",
                            .target = "/v1/users",
                            .body = SampleBody(absl::StrCat("bench-", number))};
    return NewExchange("boca-raton", tests::Signed(std::move(call), kKey));
  }

  // Every number is another token.
  ExchangePtr TokenCreate(int number) const {
    return NewExchange(
        "wealthyhood",
        {.method = "POST",
         .target = "/users",
         .headers = issuer_.Bearer(kClient, {{"jti", std::to_string(number)}}),
         .body = "{}"});
  }

 private:
  static gateway::v1::Credential& Register(gateway::v1::Credential& credential,
                                           const std::string& contract) {
    credential.set_partner_id("bench");
    credential.set_contract(contract);
    credential.set_partner_status(admin::v1::PARTNER_STATUS_ACTIVE);
    credential.set_key_id("key-1");
    credential.set_generation(1);
    return credential;
  }

  ExchangePtr NewExchange(const std::string& contract,
                          const tests::HttpCall& call) const {
    auto exchange = std::make_shared<gateway::Exchange>(environment_);
    exchange->request.method = call.method;
    exchange->request.target = call.target;
    exchange->request.body = call.body;
    for (const auto& [name, value] : call.headers) {
      exchange->request.headers.Add(name, value);
    }
    exchange->request_id = "req-550e8400-e29b-41d4-a716-446655440000";
    exchange->received = absl::Now();
    exchange->deadline = exchange->received + absl::Seconds(10);
    exchange->contract = gateway::FindContract(contracts_, contract);
    return exchange;
  }

  const tests::TokenIssuer issuer_{gateway::jwt::Algorithm::kRs256};
  const gateway::Contracts contracts_ = *gateway::MakeContracts({});
  gateway::FakeUserBackend backend_;
  gateway::Credentials credentials_{
      backend_, base::SystemClock(),
      [this](const gateway::v1::Credential& credential) {
        return gateway::FindContract(contracts_, credential.contract())
            ->MakePolicy(credential.policy());
      }};
  std::unique_ptr<gateway::UserBackend::Watch> watch_;
  std::unique_ptr<gateway::jwt::JwtVerifier> tokens_;
  gateway::Environment environment_{&backend_, &credentials_,
                                    &base::SystemClock()};
};

using Authenticate = void (*)(ExchangePtr,
                              absl::AnyInvocable<void(absl::Status)>);

// Microseconds for each of them.
double Run(const std::vector<ExchangePtr>& exchanges,
           Authenticate authenticate) {
  size_t accepted = 0;
  const absl::Duration before = ThreadCpuTime();
  for (const ExchangePtr& exchange : exchanges) {
    authenticate(exchange, [&accepted](const absl::Status& status) {
      accepted += status.ok() ? 1 : 0;
    });
  }
  const absl::Duration used = ThreadCpuTime() - before;
  if (accepted != exchanges.size()) {
    std::cerr << "refused: " << exchanges.front()->auth_failure << "\n";
    std::exit(1);
  }
  return absl::ToDoubleMicroseconds(used) /
         static_cast<double>(exchanges.size());
}

}  // namespace

Json MeasureAuthentication(int rounds) {
  const Stage stage;
  int number = 0;
  // Both credentials are fetched once.
  Run({stage.SignedCreate(number)}, gateway::AuthenticateByHmac);
  Run({stage.TokenCreate(number)}, gateway::AuthenticateByToken);
  std::vector<double> hmac, rs256, rs256_again;
  for (int round = 0; round < rounds; ++round) {
    std::vector<ExchangePtr> with_signature, with_token;
    for (int i = 0; i < kRequests; ++i) {
      ++number;
      with_signature.push_back(stage.SignedCreate(number));
      with_token.push_back(stage.TokenCreate(number));
    }
    hmac.push_back(Run(with_signature, gateway::AuthenticateByHmac));
    rs256.push_back(Run(with_token, gateway::AuthenticateByToken));
    rs256_again.push_back(Run(with_token, gateway::AuthenticateByToken));
  }
  return {{"hmac", Median(hmac)},
          {"rs256", Median(rs256)},
          {"rs256_again", Median(rs256_again)}};
}

}  // namespace rollbook::bench
