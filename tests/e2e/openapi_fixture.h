#ifndef ROLLBOOK_TESTS_E2E_OPENAPI_FIXTURE_H_
#define ROLLBOOK_TESTS_E2E_OPENAPI_FIXTURE_H_

#include <memory>
#include <string>
#include <vector>

#include "tests/e2e/conformance.h"
#include "tests/e2e/openapi_document.h"
#include "tests/support/token_issuer.h"

namespace rollbook::tests {

inline const std::vector<std::string>& Contracts() {
  static const auto& kContracts = *new std::vector<std::string>{
      "boca-raton", "capa", "smartphonekey", "wealthyhood"};
  return kContracts;
}

// A partner of a contract and its credential.
struct Partner {
  std::string contract;
  std::string id;
  PartnerKey key = {};  // of boca-raton; of the others only api_key
  std::string client = {};
};

// The documents of the service, and partners to try them.
class OpenApi : public Conformance {
 protected:
  OpenApi() : OpenApi(std::make_unique<TokenIssuer>()) {}

  Partner MakePartner(const std::string& contract, const std::string& id,
                      const std::vector<std::string>& policy = {}) const {
    Partner partner = {.contract = contract, .id = id, .client = "app-" + id};
    std::vector<std::string> arguments = {"partner", "create",     "--id",
                                          id,        "--contract", contract};
    arguments.insert(arguments.end(), policy.begin(), policy.end());
    if (contract == "smartphonekey" || contract == "wealthyhood") {
      const auto flags = TokenIssuer::FlagsFor(partner.client);
      arguments.insert(arguments.end(), flags.begin(), flags.end());
    }
    const Json made = Cli(arguments);
    partner.key = {made.value("apiKey", ""), made.value("hmacSecret", "")};
    return partner;
  }

  OpenApiDocument Document(const std::string& contract) const {
    const HttpAnswer answer =
        SendAsIs({.target = "/openapi/" + contract + ".json"});
    EXPECT_EQ(answer.status, 200);
    return OpenApiDocument(ParseJson(answer.body));
  }

  HttpCall WithCredential(HttpCall call, const Partner& partner) const {
    if (partner.contract == "boca-raton") return Signed(call, partner.key);
    if (partner.contract == "wealthyhood") {
      call.headers.push_back(issuer_->Bearer(partner.client)[0]);
    } else {
      call.headers.emplace_back(
          partner.contract == "capa" ? "partner-api-key" : "X-API-Key",
          partner.key.api_key);
    }
    return call;
  }

  // The call of an operation for the user of this id, without a credential.
  static HttpCall CallOf(const Operation& operation, const std::string& id,
                         const std::string& body = "") {
    std::string target = operation.path;
    const size_t open = target.find('{');
    if (open != std::string::npos) {
      target.replace(open, target.find('}') - open + 1, id);
    }
    return {.method = operation.method, .target = target, .body = body};
  }

  // A good body of a create with an id or address of its own.
  static Json NewUser(const OpenApiDocument& document,
                      const std::string& contract, const std::string& id) {
    Json examples = document.RequestExamples(document.Find("createUser"));
    if (contract == "capa") {
      examples["none"]["externalUserId"] = id;
      return examples["none"];
    }
    Json user = examples.front();
    if (contract == "boca-raton") {
      user["externalId"] = id;
      // Where province and postal code are free.
      user["country"] = "FR";
    } else if (contract == "smartphonekey") {
      user["userId"] = id;
    } else {
      user["email"] = id + "@example.com";
    }
    return user;
  }

 private:
  explicit OpenApi(std::unique_ptr<TokenIssuer> issuer)
      : Conformance(issuer->AddTo({.arrangement = GetParam()})),
        issuer_(std::move(issuer)) {}

 protected:
  const std::unique_ptr<TokenIssuer> issuer_;
};

}  // namespace rollbook::tests

#endif  // ROLLBOOK_TESTS_E2E_OPENAPI_FIXTURE_H_
