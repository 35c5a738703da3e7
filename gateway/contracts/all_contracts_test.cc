// What every contract has to have, whichever it is.

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "base/error.h"
#include "gateway/contract_registry.h"
#include "gateway/testing/example_contract.h"
#include "gateway/testing/gateway_fixture.h"

namespace rollbook::gateway {
namespace {

using base::Reason;
using Json = nlohmann::ordered_json;

class AllContracts : public GatewayFixture {
 protected:
  AllContracts() { all_.push_back(MakeExample()); }

  Exchange ExchangeFor(const Contract& contract) const {
    Exchange exchange(environment_);
    exchange.contract = &contract;
    exchange.request_id = "req-1";
    return exchange;
  }

  Contracts all_ = *MakeContracts({});
};

TEST_F(AllContracts, RefuseWithTheStatusOfTheRefusal) {
  const std::pair<EdgeRefusal, int> rows[] = {
      {EdgeRefusal::kPayloadTooLarge, 413},
      {EdgeRefusal::kUnavailable, 503},
      {EdgeRefusal::kNoSuchRoute, 404},
      {EdgeRefusal::kMethodNotAllowed, 405},
      {EdgeRefusal::kUnauthorized, 401},
      {EdgeRefusal::kTooManyRequests, 429},
      {EdgeRefusal::kUnsupportedMediaType, 415},
      {EdgeRefusal::kMalformedJson, 400},
  };
  for (const auto& contract : all_) {
    SCOPED_TRACE(contract->name());
    std::set<std::string> bodies;
    for (const auto& [refusal, status] : rows) {
      const http::HttpResponse response =
          contract->RenderRefusal(ExchangeFor(*contract), refusal, "");
      EXPECT_EQ(response.status, status);
      EXPECT_TRUE(Json::parse(response.body).is_object());
      EXPECT_TRUE(bodies.insert(response.body).second) << response.body;
      EXPECT_EQ(HeaderOf(response, "WWW-Authenticate") != "", status == 401);
    }
  }
}

TEST_F(AllContracts, HaveAnAnswerForEveryReasonOfTheService) {
  for (const auto& contract : all_) {
    SCOPED_TRACE(contract->name());
    for (const base::ReasonInfo& info : base::AllReasons()) {
      SCOPED_TRACE(info.name);
      const http::HttpResponse response = contract->RenderError(
          ExchangeFor(*contract), base::Error(info.reason));
      EXPECT_TRUE(Json::parse(response.body).is_object());
      EXPECT_GE(response.status, 400);
      EXPECT_EQ(response.status == 503,
                info.retryable && info.reason != Reason::kCredentialRevoked);
    }
  }
}

TEST_F(AllContracts, ShareNoRoute) {
  std::set<std::string> routes;
  for (const auto& contract : all_) {
    for (const Route& route : contract->routes()) {
      EXPECT_TRUE(
          routes
              .insert(std::string(route.method) + " " + std::string(route.path))
              .second)
          << route.path;
    }
  }
}

TEST_F(AllContracts, TakeEveryFieldOfTheirsInAPolicy) {
  for (const auto& contract : all_) {
    SCOPED_TRACE(contract->name());
    const std::vector<std::string> names = contract->field_names();
    EXPECT_EQ(std::set<std::string>(names.begin(), names.end()).size(),
              names.size());
    admin::v1::PartnerPolicy policy;
    for (const std::string& name : names) {
      policy.mutable_required_fields()->add_names(name);
    }
    EXPECT_NE(contract->MakePolicy(policy), nullptr);
  }
}

}  // namespace
}  // namespace rollbook::gateway
