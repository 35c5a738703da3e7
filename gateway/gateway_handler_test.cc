#include "gateway/gateway_handler.h"

#include <memory>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "gateway/testing/gateway_fixture.h"
#include "gtest/gtest.h"

namespace rollbook::gateway {
namespace {

// A contract that shows what the handler asks of one, and in which order.
class SampleContract final : public Contract {
 public:
  std::string_view name() const override { return "sample"; }
  std::span<const Route> routes() const override {
    static constexpr Route kRoutes[] = {
        {0, "POST", "/sample/{id}/things", true},
        {1, "GET", "/sample/{id}/things", false},
    };
    return kRoutes;
  }
  KeyKind key_kind() const override { return KeyKind::kBearer; }
  TokenUse token_use() const override { return TokenUse::kNone; }
  std::vector<std::string> field_names() const override { return {}; }
  std::span<const std::string_view> forbidden_headers() const override {
    static constexpr std::string_view kForbidden[] = {"x-user-id"};
    return kForbidden;
  }
  std::unique_ptr<const ContractPolicy> MakePolicy(
      const admin::v1::PartnerPolicy&) const override {
    return nullptr;
  }
  void Authenticate(ExchangePtr, Authenticated done) const override {
    steps.push_back("authenticate");
    done(known ? absl::OkStatus()
               : base::Error(base::Reason::kUnauthenticated));
  }
  void Handle(ExchangePtr exchange, const json::Document*,
              Answer answer) const override {
    steps.push_back("handle " + std::string(exchange->parameters.at(0)));
    if (hold) {
      held = std::move(answer);
    } else {
      answer(http::HttpResponse{200, {}, "{}"});
    }
  }
  http::HttpResponse RenderError(const Exchange&,
                                 const absl::Status& error) const override {
    return {error.ok() ? 200 : 400, {}, "error"};
  }
  http::HttpResponse RenderRefusal(const Exchange&, EdgeRefusal refusal,
                                   std::string_view detail) const override {
    return {400 + static_cast<int>(refusal), {}, std::string(detail)};
  }

  bool known = true;
  bool hold = false;
  mutable Answer held;
  mutable std::vector<std::string> steps;
};

int StatusOf(EdgeRefusal refusal) { return 400 + static_cast<int>(refusal); }

class GatewayHandlerTest : public testing::Test {
 protected:
  GatewayHandlerTest() {
    contracts_ = *MakeContracts({});
    auto sample = std::make_unique<SampleContract>();
    sample_ = sample.get();
    contracts_.push_back(std::move(sample));
    handler_ = std::make_unique<GatewayHandler>(environment_, contracts_,
                                                base::CryptoRandom(), nullptr);
  }

  static http::HttpRequest Request(const char* method, const char* target,
                                   const char* body = "") {
    http::HttpRequest request;
    request.method = method;
    request.target = target;
    request.body = body;
    return request;
  }

  http::HttpResponse Send(http::HttpRequest request) {
    http::HttpResponse answer;
    handler_->Handle(std::move(request), [&](http::HttpResponse response) {
      answer = std::move(response);
    });
    return answer;
  }

  base::FakeClock clock_{absl::FromUnixSeconds(1'800'000'000)};
  const Environment environment_{nullptr, nullptr, &clock_};
  Contracts contracts_;
  SampleContract* sample_ = nullptr;
  std::unique_ptr<GatewayHandler> handler_;
};

TEST_F(GatewayHandlerTest, ServesAContractThatIsOnlyListed) {
  EXPECT_EQ(Send(Request("GET", "/sample/7/things")).status, 200);
  EXPECT_EQ(sample_->steps,
            (std::vector<std::string>{"authenticate", "handle 7"}));
}

TEST_F(GatewayHandlerTest, AsksNothingOfARequestThatIsNotAuthenticated) {
  sample_->known = false;
  auto request = Request("POST", "/sample/7/things", "{");
  request.headers.Add("X-User-Id", "1");
  EXPECT_EQ(Send(std::move(request)).status,
            StatusOf(EdgeRefusal::kUnauthorized));
}

TEST_F(GatewayHandlerTest, RefusesInTheOrderOfTheStages) {
  auto request = Request("POST", "/sample/7/things", "{");
  request.headers.Add("Content-Type", "text/plain");
  auto forbidden = request;
  forbidden.headers.Add("X-User-Id", "1");
  const auto refused = Send(std::move(forbidden));
  EXPECT_EQ(refused.status, StatusOf(EdgeRefusal::kForbiddenHeader));
  EXPECT_EQ(refused.body, "x-user-id");
  EXPECT_EQ(Send(std::move(request)).status,
            StatusOf(EdgeRefusal::kUnsupportedMediaType));
  EXPECT_EQ(Send(Request("POST", "/sample/7/things", "{")).status,
            StatusOf(EdgeRefusal::kMalformedJson));
  EXPECT_EQ(Send(Request("POST", "/sample/7/things")).body, "error");
  EXPECT_EQ(Send(Request("POST", "/sample/7/things", "{}")).status, 200);
}

TEST_F(GatewayHandlerTest, LetsTheContractWithTheMostSimilarPathRefuse) {
  EXPECT_EQ(Send(Request("GET", "/sample/7/nothing")).status,
            StatusOf(EdgeRefusal::kNoSuchRoute));
  const auto other = Send(Request("PUT", "/sample/7/things"));
  EXPECT_EQ(other.status, StatusOf(EdgeRefusal::kMethodNotAllowed));
  EXPECT_EQ(HeaderOf(other, "Allow"), "POST, GET, HEAD");
  EXPECT_EQ(Send(Request("GET", "/nowhere")).status, 404);
}

TEST_F(GatewayHandlerTest, WaitsForRequestsThatAreUnderWay) {
  sample_->hold = true;
  bool answered = false;
  handler_->Handle(Request("GET", "/sample/7/things"),
                   [&](http::HttpResponse) { answered = true; });
  std::thread backend([&] { sample_->held(http::HttpResponse{200, {}, ""}); });
  handler_->WaitUntilIdle();
  EXPECT_TRUE(answered);
  backend.join();
}

}  // namespace
}  // namespace rollbook::gateway
