#ifndef ROLLBOOK_TESTS_E2E_ISOLATION_FIXTURE_H_
#define ROLLBOOK_TESTS_E2E_ISOLATION_FIXTURE_H_

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "tests/e2e/conformance.h"
#include "tests/support/token_issuer.h"

namespace rollbook::tests {

// An answer without what tells one request from another.
inline std::string WithoutIds(const HttpAnswer& answer) {
  Json body = ParseJson(answer.body);
  if (body.contains("requestId")) body["requestId"] = "*";
  std::string text = std::to_string(answer.status) + " " + body.dump();
  for (const auto& [name, value] : answer.headers) {
    const bool changes =
        name == "X-Request-Id" || name == "Date" || name == "RateLimit";
    text += "\n" + name + ": " + (changes ? "*" : value);
  }
  return text;
}

// Two partners of each contract, their credentials and all routes.
class Isolation : public Conformance {
 protected:
  Isolation() : Isolation(std::make_unique<TokenIssuer>()) {}

  void SetUp() override {
    Conformance::SetUp();
    signers_["acme"] = acme_;
    const auto globex = service_.CreatePartner("globex");
    ASSERT_TRUE(globex.ok()) << globex.status();
    signers_["globex"] = *globex;
    for (const std::string id : {"bank", "bank2"}) {
      keys_[id] = NewApiKey(id, "capa");
    }
    for (const std::string id : {"phones", "phones2"}) {
      keys_[id] = NewApiKey(id, "smartphonekey", TokenIssuer::FlagsFor(id));
    }
    for (const std::string id : {"nova", "nova2"}) {
      std::vector<std::string> arguments = {
          "partner", "create", "--id", id, "--contract", "wealthyhood"};
      for (const auto& flag : TokenIssuer::FlagsFor(id)) {
        arguments.push_back(flag);
      }
      Cli(arguments);
    }
  }

  // ---- The routes, about the user with this id -----------------------------
  static HttpCall BocaRatonCreate(const std::string& id) {
    return CreateCall(ExampleUser(id));
  }
  static HttpCall BocaRatonPatch(const std::string& id) {
    return PatchCall(id, {{"city", "Ottawa"}});
  }
  static HttpCall CapaCreate(const std::string& id) {
    return {.method = "POST",
            .target = "/api/partner/v1/user",
            .body = Json{{"externalUserId", id}}.dump()};
  }
  static HttpCall PhoneCreate(const std::string& id) {
    return {.method = "POST",
            .target = "/users/" + id + "/CreateUser",
            .body = Json{{"userId", id}, {"email", "a@b.cc"}}.dump()};
  }
  static HttpCall PhoneUpdate(const std::string& id) {
    return {.method = "POST",
            .target = "/users/" + id + "/UpdatePhoneNumber",
            .body = R"({"phoneNumber":"+1-555-0123"})"};
  }
  static HttpCall PhoneProfile(const std::string& id) {
    return {.target = "/users/" + id + "/profile"};
  }
  static HttpCall WealthCreate(const std::string& id) {
    return {.method = "POST",
            .target = "/users",
            .body = Json{
                {"email", id + "@example.com"},
                {"firstName", "Jane"},
                {"lastName", "Doe"},
                {"dateOfBirth", "1990-05-15"},
                {"residencyCountry",
                 "GB"}}.dump()};
  }

  using MakeCall = HttpCall (*)(const std::string& id);
  struct Entry {
    const char* contract;
    MakeCall make;
  };
  static constexpr Entry kRoutes[] = {
      {"boca-raton", BocaRatonCreate}, {"boca-raton", BocaRatonPatch},
      {"boca-raton", GetCall},         {"capa", CapaCreate},
      {"smartphonekey", PhoneCreate},  {"smartphonekey", PhoneUpdate},
      {"smartphonekey", PhoneProfile}, {"wealthyhood", WealthCreate},
  };

  // ---- The credentials -----------------------------------------------------
  static HttpCall WithHeaders(HttpCall call, const HeaderList& headers) {
    call.headers.insert(call.headers.end(), headers.begin(), headers.end());
    return call;
  }
  // Everything that could be made of a bearer key.
  static std::vector<HttpCall> AsKey(const HttpCall& call,
                                     const std::string& key) {
    return {WithHeaders(call, {{"X-API-Key", key}}),
            WithHeaders(call, {{"partner-api-key", key}}),
            WithHeaders(call, {{"PartnerApiKey", key}}),
            WithHeaders(call, {{"Authorization", "Bearer " + key}}),
            Signed(call, {key, key})};
  }
  HttpCall AsToken(const HttpCall& call, const std::string& client,
                   const nlohmann::json& changes = {}) const {
    return WithHeaders(call, issuer_->Bearer(client, changes));
  }
  // The partner's own way.
  HttpCall As(const std::string& partner, const HttpCall& call) const {
    if (signers_.contains(partner)) return Signed(call, signers_.at(partner));
    if (!keys_.contains(partner)) return AsToken(call, partner);
    return WithHeaders(
        call, {{partner.starts_with("bank") ? "partner-api-key" : "X-API-Key",
                keys_.at(partner)}});
  }

  std::string AnswerTo(const HttpCall& call) const {
    return WithoutIds(SendAsIs(call));
  }

 private:
  explicit Isolation(std::unique_ptr<TokenIssuer> issuer)
      : Conformance(issuer->AddTo({.arrangement = GetParam()})),
        issuer_(std::move(issuer)) {}

  const std::unique_ptr<TokenIssuer> issuer_;

 protected:
  std::map<std::string, PartnerKey> signers_;
  std::map<std::string, std::string> keys_;
};

}  // namespace rollbook::tests

#endif  // ROLLBOOK_TESTS_E2E_ISOLATION_FIXTURE_H_
