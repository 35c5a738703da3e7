// What one partner can learn of another: nothing. Every kind of credential
// against every route and every other partner's users.

#include <map>

#include "gmock/gmock.h"
#include "tests/e2e/isolation_fixture.h"

namespace rollbook::tests {
namespace {

constexpr char kSharedId[] = "6f9619ff-8b86-d011-b42d-00c04fc964ff";
// In the form of a key, and nobody's.
constexpr char kUnknownKey[] =
    "rbk_000000000000000000000000000000000000000000000000";

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
