#include "gateway/auth/hmac_authenticator.h"

#include <string>
#include <utility>

#include "gateway/testing/gateway_fixture.h"
#include "gtest/gtest.h"

namespace rollbook::gateway {
namespace {

class HmacAuthentication : public GatewayFixture {
 protected:
  HmacAuthentication() {
    backend_.on_get = [](const user::v1::GetUserRequest&) {
      return user::v1::GetUserResponse();
    };
  }

  v1::Credential& acme() { return backend_.keys[kTestKey]; }

  void ExpectPasses(http::HttpRequest request) {
    EXPECT_EQ(Send(std::move(request)).status, 200);
  }
  void ExpectPasses(const TestRequest& request) {
    ExpectPasses(request.Sign());
  }

  // One answer for everything; the reason is for the log.
  void ExpectRefused(http::HttpRequest request, const std::string& reason) {
    const http::HttpResponse response = Send(std::move(request));
    EXPECT_EQ(response.status, 401) << reason;
    EXPECT_EQ(observer_.records.back().auth_failure, reason);
    const auto body = nlohmann::ordered_json::parse(response.body);
    EXPECT_EQ(body.size(), 3u);
    EXPECT_EQ(body["error"], "unauthorized");
    EXPECT_EQ(body["message"], "Invalid API key or request signature");
    EXPECT_EQ(body["requestId"], HeaderOf(response, "X-Request-Id"));
    EXPECT_NE(HeaderOf(response, "WWW-Authenticate"), "");
    EXPECT_TRUE(backend_.gets.empty());
  }
  void ExpectRefused(const TestRequest& request, const std::string& reason) {
    ExpectRefused(request.Sign(), reason);
  }

  // The request without one of its headers, or with another value for it.
  static http::HttpRequest With(const TestRequest& base, std::string_view name,
                                const char* value) {
    http::HttpRequest request = base.Sign();
    http::Headers headers;
    for (const auto& [header, old] : request.headers.fields()) {
      if (header != name) {
        headers.Add(header, old);
      } else if (value != nullptr) {
        headers.Add(header, value);
      }
    }
    request.headers = std::move(headers);
    return request;
  }
};

TEST_F(HmacAuthentication, TakesARightSignature) {
  ExpectPasses(TestRequest{});
  ASSERT_EQ(backend_.gets.size(), 1u);
  const user::v1::EdgeContext& edge = backend_.gets[0].edge();
  EXPECT_EQ(edge.key_id(), "key-1");
  EXPECT_EQ(edge.generation(), 7u);
  EXPECT_EQ(edge.signature().size(), 32u);
  EXPECT_EQ(edge.signature_expires().seconds(),
            absl::ToUnixSeconds(clock_.Now()) + 61);
  EXPECT_EQ(edge.request_id().substr(0, 4), "req-");
}

TEST_F(HmacAuthentication, RefusesWhatIsMissingOrMalformed) {
  const TestRequest get;
  ExpectRefused(With(get, "X-Api-Key", nullptr), "missing_key");
  ExpectRefused(With(get, "X-Api-Key", ""), "missing_key");
  ExpectRefused(With(get, "X-Request-Timestamp", nullptr), "missing_timestamp");
  ExpectRefused(With(get, "X-Request-Timestamp", "2026-03-13T12:00:00"),
                "malformed_timestamp");
  ExpectRefused(With(get, "X-Request-Signature", nullptr), "missing_signature");
  ExpectRefused(With(get, "X-Request-Signature", "abc"), "malformed_signature");
  EXPECT_EQ(backend_.resolves, 0);
}

TEST_F(HmacAuthentication, RefusesTwoOfAHeaderEvenIfEqual) {
  for (const char* name :
       {"x-api-key", "X-REQUEST-TIMESTAMP", "x-request-signature"}) {
    http::HttpRequest request = TestRequest{}.Sign();
    request.headers.Add(name, std::string(*request.headers.Find(name)));
    ExpectRefused(std::move(request), "duplicate_header");
  }
}

TEST_F(HmacAuthentication, PassesAtSixtySecondsAndFailsAtSixtyOne) {
  TestRequest get;
  for (const char* stamp : {"2026-03-13T11:59:00Z", "2026-03-13T12:01:00Z",
                            "2026-03-13t13:01:00.000+01:00"}) {
    get.stamp = stamp;
    ExpectPasses(get);
  }
  backend_.gets.clear();
  for (const char* stamp : {"2026-03-13T11:58:59Z", "2026-03-13T12:01:01Z",
                            "2026-03-13T12:01:00.001Z"}) {
    get.stamp = stamp;
    ExpectRefused(get, "stale_timestamp");
  }
}

TEST_F(HmacAuthentication, RefusesWhatWasSignedOtherwise) {
  const TestRequest get;
  TestRequest other = get;
  other.secret = "another";
  ExpectRefused(other, "wrong_signature");
  for (auto change : {+[](http::HttpRequest& r) { r.method = "HEAD"; },
                      +[](http::HttpRequest& r) { r.target += "?"; },
                      +[](http::HttpRequest& r) { r.body = "x"; }}) {
    http::HttpRequest request = get.Sign();
    change(request);
    ExpectRefused(std::move(request), "wrong_signature");
  }
  // The same instant, written otherwise.
  ExpectRefused(With(get, "X-Request-Timestamp", "2026-03-13T12:00:00.0Z"),
                "wrong_signature");
}

TEST_F(HmacAuthentication, TakesTheSignatureInUpperCase) {
  http::HttpRequest request = TestRequest{}.Sign();
  std::string upper(*request.headers.Find("X-Request-Signature"));
  for (char& c : upper) c = static_cast<char>(std::toupper(c));
  ExpectPasses(With({}, "X-Request-Signature", upper.c_str()));
}

TEST_F(HmacAuthentication, RefusesUnknownKeysAndThoseOfOtherContracts) {
  TestRequest get;
  get.key = "stranger";
  ExpectRefused(get, "unknown_key");
  acme().set_contract("capa");
  ExpectRefused(TestRequest{}, "wrong_contract");
}

TEST_F(HmacAuthentication, RefusesASuspendedPartner) {
  acme().set_partner_status(admin::v1::PARTNER_STATUS_SUSPENDED);
  ExpectRefused(TestRequest{}, "suspended_partner");
}

TEST_F(HmacAuthentication, RefusesARevokedKey) {
  acme().set_revoked(true);
  ExpectRefused(TestRequest{}, "inactive_key");
}

TEST_F(HmacAuthentication, LooksAtTheClockWithEveryUse) {
  acme().mutable_expire_time()->set_seconds(absl::ToUnixSeconds(clock_.Now()) +
                                            10);
  ExpectPasses(TestRequest{});
  backend_.gets.clear();
  clock_.Advance(absl::Seconds(10));
  ExpectRefused(TestRequest{}, "inactive_key");
  EXPECT_EQ(backend_.resolves, 1);
}

TEST_F(HmacAuthentication, TakesBothSecretsOfARotationUntilTheOldOneEnds) {
  v1::Credential::Secret& old = *acme().mutable_hmac_secrets(0);
  old.mutable_expire_time()->set_seconds(absl::ToUnixSeconds(clock_.Now()) + 5);
  acme().add_hmac_secrets()->set_secret("newer");
  TestRequest newer;
  newer.secret = "newer";
  ExpectPasses(TestRequest{});
  ExpectPasses(newer);
  clock_.Advance(absl::Seconds(5));
  ExpectPasses(newer);
  backend_.gets.clear();
  ExpectRefused(TestRequest{}, "wrong_signature");
}

TEST_F(HmacAuthentication, HandsOnATraceOnlyInItsStrictForm) {
  const char* const trace =
      "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  TestRequest get;
  get.headers = {{"Traceparent", trace}};
  ExpectPasses(get);
  EXPECT_EQ(backend_.gets.back().edge().traceparent(), trace);
  get.headers = {{"traceparent", "nonsense"}};
  ExpectPasses(get);
  EXPECT_EQ(backend_.gets.back().edge().traceparent(), "");
  get.headers = {{"traceparent", trace}, {"traceparent", trace}};
  ExpectPasses(get);
  EXPECT_EQ(backend_.gets.back().edge().traceparent(), "");
}

TEST_F(HmacAuthentication, IsUnavailableWhenTheBackendIs) {
  backend_.resolve_error = base::Error(base::Reason::kBackendUnavailable);
  const http::HttpResponse response = Send(TestRequest{});
  EXPECT_EQ(response.status, 503);
  EXPECT_NE(HeaderOf(response, "Retry-After"), "");
}

TEST_F(HmacAuthentication, DoesNotBlameThePartnerForTheGatewaysOwnRights) {
  backend_.resolve_error = base::Error(base::Reason::kUnauthenticated);
  EXPECT_EQ(Send(TestRequest{}).status, 500);
}

}  // namespace
}  // namespace rollbook::gateway
