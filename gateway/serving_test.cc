#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cstdint>
#include <string>

#include "gateway/admin_handler.h"
#include "gateway/gateway.h"
#include "gateway/metrics/gateway_metrics.h"
#include "gateway/testing/gateway_fixture.h"
#include "gtest/gtest.h"

namespace rollbook::gateway {
namespace {

// Sends `text` to a local port and reads until the server closes.
std::string RoundTrip(uint16_t port, const std::string& text) {
  const int fd = socket(AF_INET, SOCK_STREAM, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  std::string answer;
  if (connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof(address)) ==
          0 &&
      send(fd, text.data(), text.size(), MSG_NOSIGNAL) ==
          static_cast<ssize_t>(text.size())) {
    std::array<char, 4096> chunk;
    for (ssize_t got = 0;
         (got = recv(fd, chunk.data(), chunk.size(), 0)) > 0;) {
      answer.append(chunk.data(), static_cast<size_t>(got));
    }
  }
  close(fd);
  return answer;
}

std::string WireOf(const TestRequest& request) {
  const http::HttpRequest signed_request = request.Sign();
  std::string text = request.method + " " + request.target +
                     " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n";
  for (const auto& [name, value] : signed_request.headers.fields()) {
    text += name + ": " + value + "\r\n";
  }
  if (!request.body.empty()) {
    text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  }
  return text + "\r\n" + request.body;
}

class ServingTest : public testing::Test {
 protected:
  ServingTest() {
    v1::Credential& acme = backend_.keys[kTestKey];
    acme.set_partner_id("acme");
    acme.set_contract("boca-raton");
    acme.set_partner_status(admin::v1::PARTNER_STATUS_ACTIVE);
    acme.add_hmac_secrets()->set_secret(kTestSecret);
    backend_.on_get = [](const auto&) {
      user::v1::GetUserResponse response;
      response.mutable_user()->set_user_id("u");
      return response;
    };
    GatewayOptions options;
    options.http.listen = "127.0.0.1:0";
    options.observer = &metrics_;
    options.clock = &clock_;
    auto gateway = StartGateway(options, backend_);
    EXPECT_TRUE(gateway.ok()) << gateway.status();
    gateway_ = *std::move(gateway);
  }

  std::string Get(const char* stamp) {
    TestRequest get;
    get.stamp = stamp;
    return RoundTrip(gateway_->port(), WireOf(get));
  }

  // Almost a second past noon: as after a slow way through the network.
  base::FakeClock clock_{
      absl::FromCivil(absl::CivilSecond(2026, 3, 13, 12, 0, 0),
                      absl::UTCTimeZone()) +
      absl::Milliseconds(900)};
  FakeUserBackend backend_;
  GatewayMetrics metrics_;
  std::unique_ptr<Gateway> gateway_;
};

constexpr char kOk[] = "HTTP/1.1 200 ";
constexpr char kUnauthorized[] = "HTTP/1.1 401 ";

TEST_F(ServingTest, AnswersASignedRequestThroughASocket) {
  const std::string answer = Get(kTestStamp);
  EXPECT_TRUE(answer.starts_with(kOk)) << answer;
  EXPECT_NE(answer.find(R"({"userId":"u","externalId":"",)"),
            std::string::npos);
  EXPECT_NE(answer.find("X-Request-Id: req-"), std::string::npos);
}

TEST_F(ServingTest, PassesAtSixtySecondsAndFailsAtSixtyOne) {
  EXPECT_TRUE(Get("2026-03-13T11:59:00Z").starts_with(kOk));
  EXPECT_TRUE(Get("2026-03-13T12:01:00Z").starts_with(kOk));
  const std::string old = Get("2026-03-13T11:58:59Z");
  EXPECT_TRUE(old.starts_with(kUnauthorized));
  EXPECT_NE(old.find("\r\nDate: "), std::string::npos);
  EXPECT_TRUE(Get("2026-03-13T12:01:01Z").starts_with(kUnauthorized));
}

TEST_F(ServingTest, LeavesTheBodyOutOfTheAnswerToHead) {
  const TestRequest head{"HEAD", "/v1/users/x", "", {}};
  const std::string answer = RoundTrip(gateway_->port(), WireOf(head));
  EXPECT_TRUE(answer.starts_with(kOk)) << answer;
  EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST_F(ServingTest, RefusesBadFramingInTheContractsShape) {
  const std::string answer =
      RoundTrip(gateway_->port(), "GET /v1/users/x HTTP/1.1\r\n\r\n");
  EXPECT_TRUE(answer.starts_with("HTTP/1.1 400 ")) << answer;
  EXPECT_NE(answer.find(R"({"error":"bad_request",)"), std::string::npos);
}

TEST_F(ServingTest, CountsWhatItAnswered) {
  Get(kTestStamp);
  Get("2026-03-13T13:00:00Z");
  const std::string text = metrics_.Text();
  EXPECT_NE(text.find("rollbook_gateway_requests_total{contract=\"boca-raton\","
                      "method=\"GET\",route=\"/v1/users/{externalId}\","
                      "status=\"200\"} 1"),
            std::string::npos)
      << text;
  EXPECT_NE(text.find("reason=\"stale_timestamp\"} 1"), std::string::npos);
}

TEST_F(ServingTest, SaysWhichAddressIsInUseAndWhichContractIsUnknown) {
  GatewayOptions options;
  options.http.listen = "127.0.0.1:" + std::to_string(gateway_->port());
  const auto taken = StartGateway(options, backend_);
  ASSERT_FALSE(taken.ok());
  EXPECT_NE(std::string(taken.status().message()).find(options.http.listen),
            std::string::npos);
  options.http.listen = "127.0.0.1:0";
  options.contracts = {"boca-raton", "nonesuch"};
  const auto unknown = StartGateway(options, backend_);
  ASSERT_FALSE(unknown.ok());
  EXPECT_NE(std::string(unknown.status().message()).find("nonesuch"),
            std::string::npos);
}

TEST(AdminHandler, TellsHealthReadinessAndMetrics) {
  std::string not_ready = "draining";
  AdminHandler admin([&] { return not_ready; }, [] { return "m 1\n"; });
  admin.AddPage("/tile/", [](const http::HttpRequest& request) {
    return http::HttpResponse{200, {}, request.target};
  });
  const auto get = [&](const char* method, const char* target) {
    http::HttpRequest request;
    request.method = method;
    request.target = target;
    http::HttpResponse answer;
    admin.Handle(std::move(request),
                 [&](http::HttpResponse response) { answer = response; });
    return answer;
  };
  EXPECT_EQ(get("GET", "/healthz").status, 200);
  EXPECT_EQ(get("GET", "/readyz").status, 503);
  EXPECT_EQ(get("GET", "/readyz").body, "draining\n");
  not_ready.clear();
  EXPECT_EQ(get("HEAD", "/readyz?x").status, 200);
  EXPECT_EQ(get("GET", "/metrics").body, "m 1\n");
  EXPECT_EQ(get("GET", "/tile/0/001").body, "/tile/0/001");
  EXPECT_EQ(get("GET", "/tiles").status, 404);
  EXPECT_EQ(HeaderOf(get("POST", "/metrics"), "Allow"), "GET, HEAD");
}

}  // namespace
}  // namespace rollbook::gateway
