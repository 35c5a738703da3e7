// One line per request, for the operator and nobody's privacy.

#include "gmock/gmock.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

constexpr char kTrace[] =
    "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

class AccessLog : public EndToEnd {
 protected:
  // The line of the request with this answer.
  Json LineOf(const HttpAnswer& answer) {
    Json line;
    EXPECT_TRUE(Eventually([&] {
      for (const Json& entry : ParseJsonLines(service_.Log())) {
        if (entry.value("event", "") == "request" &&
            entry.value("request_id", "") == answer.Header("X-Request-Id")) {
          line = entry;
        }
      }
      return !line.is_null();
    }));
    return line;
  }

  HttpAnswer CreateWithTrace(const std::string& id,
                             const std::string& traceparent) {
    HttpCall call = CreateCall(ExampleUser(id));
    call.headers.emplace_back("traceparent", traceparent);
    return Send(call);
  }
  std::string TraceOf(const HttpAnswer& created) {
    const auto events = History(ParseJson(created.body)["userId"]);
    return events.empty() ? "no event" : events[0].traceparent();
  }
};

INSTANTIATE_TEST_SUITE_P(, AccessLog,
                         testing::Values(Arrangement::kInProcess,
                                         Arrangement::kSeparateGateway),
                         ArrangementName);

TEST_P(AccessLog, SaysWhoAskedForWhatAndWhatCameOfIt) {
  const HttpCall call = CreateCall(ExampleUser("42"));
  const HttpAnswer created = Send(call);
  const Json line = LineOf(created);
  EXPECT_EQ(line["partner"], "acme");
  EXPECT_EQ(line["key_id"],
            Cli({"key", "list", "--partner", "acme"})[0]["keyId"]);
  EXPECT_EQ(line["contract"], "boca-raton");
  EXPECT_EQ(line["method"], "POST");
  EXPECT_EQ(line["route"], "/v1/users");
  EXPECT_EQ(line["status"], 201);
  EXPECT_EQ(line["bytes_in"], call.body.size());
  EXPECT_EQ(line["bytes_out"], created.body.size());
  EXPECT_EQ(line["auth_failure"], "");
  EXPECT_GT(line["ms"], 0.0);

  PartnerKey guess = acme_;
  guess.hmac_secret = "a guess";
  EXPECT_EQ(LineOf(Send(GetCall("42"), guess))["auth_failure"],
            "wrong_signature");
}

TEST_P(AccessLog, HoldsNothingPersonalAndNoSecret) {
  const Json user = ExampleUser("a-very-own-id");
  const HttpCall call = Signed(CreateCall(user), acme_);
  LineOf(SendAsIs(call));
  LineOf(Send(GetCall("a-very-own-id")));
  const std::string log = service_.Log();
  std::vector<std::string> secrets = {acme_.api_key, acme_.hmac_secret};
  for (const auto& [name, value] : call.headers) {
    if (name == "X-Request-Signature") secrets.push_back(value);
  }
  for (const char* member : {"externalId", "email", "firstName", "lastName",
                             "dateOfBirth", "addressLine1", "postalCode"}) {
    secrets.push_back(user[member]);
  }
  for (const std::string& secret : secrets) {
    EXPECT_THAT(log, testing::Not(testing::HasSubstr(secret)));
  }
}

TEST_P(AccessLog, AStrictTraceparentGoesIntoTheHistory) {
  EXPECT_EQ(TraceOf(CreateWithTrace("strict", kTrace)), kTrace);
  int number = 0;
  for (const std::string wrong :
       {"00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331", "x"}) {
    const HttpAnswer created =
        CreateWithTrace("loose-" + std::to_string(++number), wrong);
    EXPECT_EQ(created.status, 201);
    EXPECT_EQ(TraceOf(created), "") << wrong;
  }
}

}  // namespace
}  // namespace rollbook::tests
