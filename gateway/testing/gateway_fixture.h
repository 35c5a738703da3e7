#ifndef ROLLBOOK_GATEWAY_TESTING_GATEWAY_FIXTURE_H_
#define ROLLBOOK_GATEWAY_TESTING_GATEWAY_FIXTURE_H_

#include <memory>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "base/bytes.h"
#include "base/crypto/random.h"
#include "base/fake_clock.h"
#include "gateway/auth/request_signature.h"
#include "gateway/contract_registry.h"
#include "gateway/credentials.h"
#include "gateway/gateway_handler.h"
#include "gateway/testing/fake_token_verifier.h"
#include "gateway/testing/fake_user_backend.h"
#include "gtest/gtest.h"

namespace rollbook::gateway {

inline constexpr char kTestKey[] = "rbk_test";
inline constexpr char kTestSecret[] = "rbs_test_9f2c4e";
inline constexpr char kTestStamp[] = "2026-03-13T12:00:00Z";

inline std::string HeaderOf(const http::HttpResponse& response,
                            std::string_view name) {
  for (const auto& [header, value] : response.headers) {
    if (header == name) return value;
  }
  return "";
}

// A request of a partner, signed when it is sent unless a test has put
// headers of its own.
struct TestRequest {
  std::string method = "GET";
  std::string target = "/v1/users/partner-user-42";
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;
  std::string key = kTestKey;
  std::string secret = kTestSecret;
  std::string stamp = kTestStamp;

  http::HttpRequest Sign() const {
    http::HttpRequest request;
    request.method = method;
    request.target = target;
    request.body = body;
    for (const auto& [name, value] : headers) request.headers.Add(name, value);
    const base::Hash256 signature =
        SignatureOf(base::HmacSha256(secret), {method, target, stamp, body});
    request.headers.Add("X-Api-Key", key);
    request.headers.Add("X-Request-Timestamp", stamp);
    request.headers.Add("X-Request-Signature",
                        base::ToHex(base::AsText(signature)));
    return request;
  }
};

inline TestRequest Post(std::string body) {
  return {"POST", "/v1/users", std::move(body), {}};
}
inline TestRequest Patch(std::string body) {
  return {"PATCH", "/v1/users/partner-user-42", std::move(body), {}};
}

// Counts by keeping everything.
class RecordingObserver final : public Observer {
 public:
  void OnRequest(const RequestRecord& record) override {
    records.push_back(record);
  }
  std::vector<RequestRecord> records;
};

// The gateway without its HTTP server, over a fake backend that knows one
// boca-raton partner, "acme".
class GatewayFixture : public testing::Test {
 protected:
  GatewayFixture() {
    v1::Credential& acme = backend_.keys[kTestKey];
    acme.set_partner_id("acme");
    acme.set_contract("boca-raton");
    acme.set_partner_status(admin::v1::PARTNER_STATUS_ACTIVE);
    acme.set_key_id("key-1");
    acme.set_generation(7);
    acme.add_hmac_secrets()->set_secret(kTestSecret);
    watch_ = backend_.WatchCredentials(credentials_);
  }

  http::HttpResponse Send(http::HttpRequest request) {
    std::optional<http::HttpResponse> answer;
    handler_.Handle(std::move(request), [&](http::HttpResponse response) {
      EXPECT_FALSE(answer) << "answered twice";
      answer = std::move(response);
    });
    EXPECT_TRUE(answer) << "not answered";
    return answer.value_or(http::HttpResponse{0, {}, ""});
  }
  http::HttpResponse Send(const TestRequest& request) {
    return Send(request.Sign());
  }
  // With these headers and no others.
  http::HttpResponse SendPlain(
      const std::string& method, const std::string& target,
      const std::string& body,
      const std::vector<std::pair<std::string, std::string>>& headers) {
    http::HttpRequest request;
    request.method = method;
    request.target = target;
    request.body = body;
    for (const auto& [name, value] : headers) request.headers.Add(name, value);
    return Send(std::move(request));
  }
  // What the HTTP server refuses by itself.
  http::HttpResponse Refuse(const std::string& method,
                            const std::string& target, http::Refusal refusal) {
    http::RequestHead head;
    head.method = method;
    head.target = target;
    return handler_.Refuse(head, refusal);
  }

  // A key of another partner; of a bearer contract unless secrets are added.
  v1::Credential& AddKey(const std::string& key, const std::string& partner,
                         const std::string& contract) {
    v1::Credential& credential = backend_.keys[key];
    credential.set_partner_id(partner);
    credential.set_contract(contract);
    credential.set_partner_status(admin::v1::PARTNER_STATUS_ACTIVE);
    credential.set_key_id("key-" + partner);
    credential.set_generation(1);
    return credential;
  }

  base::FakeClock clock_{absl::FromCivil(
      absl::CivilSecond(2026, 3, 13, 12, 0, 0), absl::UTCTimeZone())};
  FakeUserBackend backend_;
  const Contracts contracts_ = *MakeContracts({});
  Credentials credentials_{backend_, clock_,
                           [this](const v1::Credential& credential)
                               -> std::unique_ptr<const ContractPolicy> {
                             const Contract* contract = FindContract(
                                 contracts_, credential.contract());
                             if (contract == nullptr) return nullptr;
                             return contract->MakePolicy(credential.policy());
                           }};
  FakeTokenVerifier tokens_;
  const Environment environment_{&backend_, &credentials_, &clock_, &tokens_};
  RecordingObserver observer_;
  GatewayHandler handler_{environment_, contracts_, base::CryptoRandom(),
                          &observer_};
  std::unique_ptr<UserBackend::Watch> watch_;
};

}  // namespace rollbook::gateway

#endif  // ROLLBOOK_GATEWAY_TESTING_GATEWAY_FIXTURE_H_
