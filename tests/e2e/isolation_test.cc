// What one partner can learn of another: nothing. Every kind of credential
// against every route and every other partner's users.

#include <map>
#include <memory>

#include "gmock/gmock.h"
#include "tests/e2e/conformance.h"
#include "tests/support/token_issuer.h"

namespace rollbook::tests {
namespace {

constexpr char kSharedId[] = "6f9619ff-8b86-d011-b42d-00c04fc964ff";
// In the form of a key, and nobody's.
constexpr char kUnknownKey[] =
    "rbk_000000000000000000000000000000000000000000000000";

// An answer without what tells one request from another.
std::string WithoutIds(const HttpAnswer& answer) {
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

INSTANTIATE_TEST_SUITE_P(, Isolation,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

TEST_P(Isolation, AKeyOfAnotherContractIsAnUnknownKey) {
  const std::map<std::string, std::string> contracts = {
      {"bank", "capa"}, {"phones", "smartphonekey"}};
  for (const Entry& route : kRoutes) {
    const HttpCall call = route.make(kSharedId);
    SCOPED_TRACE(call.method + " " + call.target);
    for (const auto& [partner, contract] : contracts) {
      if (contract == route.contract) continue;
      const auto unknown = AsKey(call, kUnknownKey);
      const auto foreign = AsKey(call, keys_.at(partner));
      for (size_t i = 0; i < foreign.size(); ++i) {
        const HttpAnswer answer = SendAsIs(foreign[i]);
        EXPECT_EQ(answer.status, 401);
        EXPECT_EQ(WithoutIds(answer), AnswerTo(unknown[i]));
      }
    }
    if (std::string_view(route.contract) == "boca-raton") continue;
    // A key that only identifies is no bearer key anywhere.
    const auto unknown = AsKey(call, kUnknownKey);
    const auto foreign = AsKey(call, acme_.api_key);
    for (size_t i = 0; i < foreign.size(); ++i) {
      EXPECT_EQ(AnswerTo(foreign[i]), AnswerTo(unknown[i]));
    }
    EXPECT_EQ(SendAsIs(Signed(call, acme_)).status, 401);
  }
}

TEST_P(Isolation, ATokenOfAnotherContractIsAnUnknownClientsToken) {
  for (const Entry& route : kRoutes) {
    const HttpCall call = route.make(kSharedId);
    SCOPED_TRACE(call.method + " " + call.target);
    for (const std::string client : {"phones", "nova"}) {
      const bool own = std::string_view(route.contract) ==
                       (client == "nova" ? "wealthyhood" : "smartphonekey");
      if (own) continue;
      const HttpAnswer answer = SendAsIs(AsToken(call, client));
      EXPECT_EQ(answer.status, 401);
      EXPECT_EQ(WithoutIds(answer), AnswerTo(AsToken(call, "nobody")));
    }
  }
}

TEST_P(Isolation, AnotherPartnersUserIsNotThere) {
  // Both have their own user under one id, and the first a second one.
  const std::string only_first = NewUuidText();
  const std::string nobody = NewUuidText();
  ASSERT_EQ(SendAsIs(As("acme", BocaRatonCreate(only_first))).status, 201);
  ASSERT_EQ(SendAsIs(As("phones", PhoneCreate(only_first))).status, 201);
  const auto same_but_for_the_id = [&](const std::string& partner,
                                       MakeCall make) {
    const HttpAnswer foreign = SendAsIs(As(partner, make(only_first)));
    EXPECT_EQ(foreign.status, 404) << foreign.body;
    EXPECT_EQ(WithoutIds(foreign), AnswerTo(As(partner, make(nobody))));
  };
  same_but_for_the_id("globex", GetCall);
  same_but_for_the_id("globex", BocaRatonPatch);
  same_but_for_the_id("phones2", PhoneProfile);
  same_but_for_the_id("phones2", PhoneUpdate);
  EXPECT_EQ(SendAsIs(AsToken(PhoneProfile(only_first), "phones2")).status, 404);
  // A user's token of one partner names a user of that partner only.
  EXPECT_EQ(SendAsIs(AsToken(PhoneProfile(only_first), "phones2",
                             {{"sub", only_first}}))
                .status,
            404);
  EXPECT_EQ(SendAsIs(AsToken(PhoneProfile(only_first), "phones",
                             {{"sub", only_first}}))
                .status,
            200);
}

TEST_P(Isolation, OneIdIsAnotherUserForEveryPartner) {
  const auto user_of = [&](const std::string& partner, MakeCall make) {
    const HttpAnswer answer = SendAsIs(As(partner, make(kSharedId)));
    EXPECT_EQ(answer.status, 201) << answer.body;
    EXPECT_FALSE(answer.Has("Idempotent-Replayed"));
    const Json body = ParseJson(answer.body);
    return body.contains("data") ? std::string(body["data"]["userId"])
                                 : body.value("userId", body.value("id", ""));
  };
  EXPECT_NE(user_of("acme", BocaRatonCreate),
            user_of("globex", BocaRatonCreate));
  EXPECT_NE(user_of("bank", CapaCreate), user_of("bank2", CapaCreate));
  EXPECT_NE(user_of("nova", WealthCreate), user_of("nova2", WealthCreate))
      << "one e-mail address, two partners";
  user_of("phones", PhoneCreate);
  user_of("phones2", PhoneCreate);
  ASSERT_EQ(SendAsIs(As("phones", PhoneUpdate(kSharedId))).status, 200);
  EXPECT_EQ(ParseJson(SendAsIs(As("phones2", PhoneProfile(kSharedId))).body)
                .contains("phoneNumber"),
            false);
}

TEST_P(Isolation, OneClientIsOfOnePartner) {
  const auto twice = service_.Cli(
      {"partner", "create", "--id", "thief", "--contract", "wealthyhood",
       "--jwt_issuer", TokenIssuer::kName, "--jwt_client_id", "nova"});
  ASSERT_TRUE(twice.ok()) << twice.status();
  EXPECT_NE(twice->exit.code, 0);
  EXPECT_THAT(twice->err, testing::HasSubstr("--jwt_client_id"));
}

TEST_P(Isolation, TheLogHoldsNoSecretAndNobodysData) {
  for (const Entry& route : kRoutes) {
    for (const std::string partner : {"acme", "bank", "phones", "nova"}) {
      SendAsIs(As(partner, route.make(kSharedId)));
    }
  }
  const std::string log = service_.Log();
  for (const auto& [partner, key] : keys_) {
    EXPECT_THAT(log, testing::Not(testing::HasSubstr(key))) << partner;
  }
  for (const char* text :
       {"@example.com", "+1-555-0123", kSharedId, "Jane", "Bearer ", "eyJ"}) {
    EXPECT_THAT(log, testing::Not(testing::HasSubstr(text)));
  }
}

}  // namespace
}  // namespace rollbook::tests
