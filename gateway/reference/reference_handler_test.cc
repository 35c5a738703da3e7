#include "gateway/reference/reference_handler.h"

#include <string>
#include <vector>

#include "gateway/reference/documents.h"
#include "gateway/testing/gateway_fixture.h"
#include "gmock/gmock.h"
#include "gtest/gtest.h"

namespace rollbook::gateway {
namespace {

using http::HttpRequest;
using http::HttpResponse;
using testing::HasSubstr;
using testing::Not;

// Stands for the contracts.
class NextHandler final : public http::HttpHandler {
 public:
  void Handle(HttpRequest, http::Respond respond) override {
    respond({418, {}, "next"});
  }
  HttpResponse Refuse(const http::RequestHead&, http::Refusal) override {
    return {499, {}, "next"};
  }
};

class ReferenceTest : public testing::Test {
 protected:
  HttpResponse Send(const std::string& target,
                    const std::string& method = "GET") {
    HttpRequest request;
    request.method = method;
    request.target = target;
    HttpResponse answer;
    handler_.Handle(std::move(request), [&](HttpResponse response) {
      answer = std::move(response);
    });
    return answer;
  }

  NextHandler next_;
  base::FakeClock clock_{absl::UnixEpoch()};
  RecordingObserver observer_;
  const Contracts contracts_ = *MakeContracts({"boca-raton", "capa"});
  ReferenceHandler handler_{contracts_, next_, clock_, &observer_};
};

TEST_F(ReferenceTest, EveryContractHasADocument) {
  const Contracts all = *MakeContracts({});
  const ReferenceHandler handler(all, next_, clock_, nullptr);
  EXPECT_EQ(ReferenceDocuments().size(), all.size());
  for (const ReferenceDocument& document : ReferenceDocuments()) {
    EXPECT_NE(FindContract(all, document.contract), nullptr)
        << document.contract;
  }
}

TEST_F(ReferenceTest, TheDocumentsHaveTheRoutesOfTheContracts) {
  const Contracts all = *MakeContracts({});
  for (const ReferenceDocument& document : ReferenceDocuments()) {
    std::vector<std::string> documented;
    const auto json = nlohmann::json::parse(document.openapi);
    for (const auto& [path, item] : json["paths"].items()) {
      for (const std::string method :
           {"get", "post", "put", "patch", "delete"}) {
        if (item.contains(method)) documented.push_back(method + " " + path);
      }
    }
    std::vector<std::string> served;
    for (const Route& route : FindContract(all, document.contract)->routes()) {
      std::string method(route.method);
      for (char& c : method) c = static_cast<char>(std::tolower(c));
      served.push_back(method + " " + std::string(route.path));
    }
    EXPECT_THAT(documented, testing::UnorderedElementsAreArray(served));
  }
}

TEST_F(ReferenceTest, ServesTheDocumentsOfTheContractsThatAreOn) {
  for (const std::string contract : {"boca-raton", "capa"}) {
    const auto response = Send("/openapi/" + contract + ".json?x=1");
    EXPECT_EQ(response.status, 200);
    EXPECT_EQ(HeaderOf(response, "Content-Type"), "application/json");
    const auto json = nlohmann::json::parse(response.body);
    EXPECT_EQ(json["openapi"], "3.1.0");
    EXPECT_EQ(json["info"]["title"], contract);
  }
  EXPECT_EQ(Send("/openapi/wealthyhood.json").status, 418);
  EXPECT_EQ(Send("/openapi/").status, 418);
  EXPECT_EQ(Send("/docs/").status, 418);
}

TEST_F(ReferenceTest, ThePageTellsWhatTheDocumentsSay) {
  const auto response = Send("/docs");
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(HeaderOf(response, "Content-Type"), "text/html; charset=utf-8");
  EXPECT_THAT(HeaderOf(response, "Content-Security-Policy"),
              HasSubstr("default-src 'none'"));
  for (const char* text :
       {"<h3>POST /v1/users</h3>", "<h3>POST /api/partner/v1/user</h3>",
        "<code>addressLine1</code>", "string of 1 to 200",
        "<code>X-Request-Signature</code>", "Invalid API Key format",
        "<h4>412: The user has changed since.</h4>",
        "/openapi/boca-raton.json"}) {
    EXPECT_THAT(response.body, HasSubstr(text));
  }
  // Nothing of what is switched off, and nothing from elsewhere.
  for (const char* text :
       {"wealthyhood", "<script", "<link", "<img", "src=", "@import", "url("}) {
    EXPECT_THAT(response.body, Not(HasSubstr(text)));
  }
}

TEST_F(ReferenceTest, CanOnlyBeRead) {
  EXPECT_EQ(Send("/docs", "HEAD").status, 200);
  for (const char* method : {"POST", "PUT", "DELETE", "OPTIONS"}) {
    const auto response = Send("/openapi/capa.json", method);
    EXPECT_EQ(response.status, 405) << method;
    EXPECT_EQ(HeaderOf(response, "Allow"), "GET, HEAD");
  }
}

TEST_F(ReferenceTest, LeavesTheRestToTheContracts) {
  EXPECT_EQ(Send("/v1/users", "POST").status, 418);
  EXPECT_EQ(handler_.Refuse({}, http::Refusal::kTimeout).status, 499);
  EXPECT_TRUE(observer_.records.empty());
  Send("/docs");
  ASSERT_EQ(observer_.records.size(), 1u);
  EXPECT_EQ(observer_.records[0].contract, "reference");
  EXPECT_EQ(observer_.records[0].route, "/docs");
}

}  // namespace
}  // namespace rollbook::gateway
