// The CLI against the real service: the shapes that scripts rely on
// (docs/cli.md).

#include "gmock/gmock.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

using testing::ElementsAre;

class Tool : public EndToEnd {
 protected:
  Tool() : EndToEnd(ServiceOptions{}) {}

  static std::vector<std::string> Keys(const Json& object) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : object.items()) keys.push_back(key);
    return keys;
  }

  // Runs the CLI, which may fail.
  Finished Try(const std::vector<std::string>& arguments) const {
    auto finished = service_.Cli(arguments);
    EXPECT_TRUE(finished.ok()) << finished.status();
    return finished.ok() ? *std::move(finished) : Finished{};
  }

  std::string CreateUser(const std::string& external_id) const {
    return Cli({"user", "create", "--partner", "acme", "--external_id",
                external_id, "--email", "jane@example.com", "--first_name",
                "Jane"})["userId"];
  }
};

TEST_F(Tool, CreatesAPartnerAndShowsItsSecretsOnce) {
  const Json made =
      Cli({"partner", "create", "--id", "nova", "--contract", "boca-raton"});
  EXPECT_THAT(Keys(made), ElementsAre("partnerId", "apiKey", "hmacSecret"));
  EXPECT_EQ(made["partnerId"], "nova");
  const auto list = service_.Cli({"partner", "list"});
  ASSERT_TRUE(list.ok());
  EXPECT_THAT(list->out, testing::HasSubstr("nova"));
  EXPECT_THAT(
      list->out,
      testing::Not(testing::HasSubstr(made["hmacSecret"].get<std::string>())));
}

TEST_F(Tool, RotatesAKey) {
  const Json made =
      Cli({"key", "rotate", "--partner", "acme", "--overlap", "24h"});
  EXPECT_THAT(Keys(made), ElementsAre("apiKey", "hmacSecret"));
  EXPECT_EQ(made["apiKey"], acme_.api_key);
}

TEST_F(Tool, ShowsAHistoryAsAnArray) {
  const std::string user_id = CreateUser("42");
  Cli({"user", "update", user_id, "--partner", "acme", "--city", "Ottawa"});
  const Json history = Cli({"user", "history", user_id, "--partner", "acme"});
  ASSERT_TRUE(history.is_array());
  ASSERT_EQ(history.size(), 2u);
  EXPECT_THAT(Keys(history[0]),
              ElementsAre("position", "version", "type", "time", "actor",
                          "requestId", "data"));
  EXPECT_EQ(history[0]["type"], "UserCreated");
  EXPECT_EQ(history[0]["data"]["externalId"], "42");
  EXPECT_EQ(history[0]["data"]["profile"]["firstName"], "Jane");
  EXPECT_EQ(history[0]["data"]["status"], "pending_compliance");
  EXPECT_EQ(history[1]["version"], 2);
}

TEST_F(Tool, ShowsAUserOfEitherName) {
  const std::string user_id = CreateUser("42");
  const Json by_id = Cli({"user", "get", user_id, "--partner", "acme"});
  EXPECT_EQ(by_id,
            Cli({"user", "get", "--partner", "acme", "--external_id", "42"}));
  EXPECT_THAT(Keys(by_id),
              ElementsAre("userId", "partnerId", "externalId", "status",
                          "kycStatus", "emailVerified", "version", "createTime",
                          "updateTime", "profile"));
}

TEST_F(Tool, SaysWhyItWasRefused) {
  const Finished finished = Try({"user", "create", "--partner", "acme",
                                 "--external_id", "42", "--email", "nobody"});
  EXPECT_EQ(finished.exit.code, 1);
  const Json error = ParseJson(finished.err)["error"];
  EXPECT_EQ(error["reason"], "INVALID_PROFILE");
  EXPECT_EQ(error["fields"][0]["field"], "email");
  EXPECT_EQ(Try({"user", "nonsense"}).exit.code, 2);
}

TEST_F(Tool, TailsTheLog) {
  const std::string user_id = CreateUser("42");
  const auto tail = service_.Cli({"log", "tail"});
  ASSERT_TRUE(tail.ok());
  ASSERT_EQ(tail->exit.code, 0) << tail->err;
  const std::vector<Json> events = ParseJsonLines(tail->out);
  ASSERT_FALSE(events.empty());
  uint64_t position = 0;
  for (const Json& event : events) EXPECT_EQ(event["position"], ++position);
  EXPECT_EQ(events.back()["type"], "UserCreated");
  EXPECT_EQ(events.back()["userId"], user_id);
  EXPECT_EQ(events.back()["partnerId"], "acme");
  EXPECT_THAT(tail->out, testing::Not(testing::HasSubstr(acme_.hmac_secret)));
}

TEST_F(Tool, TellsTheStatus) {
  CreateUser("42");
  const Json status = Cli({"status"});
  for (const char* const member :
       {"version", "startTime", "lineage", "head", "headTime", "partners",
        "acceptingWrites", "freeDiskBytes", "queueDepth", "projections"}) {
    EXPECT_TRUE(status.contains(member)) << member;
  }
  EXPECT_EQ(status["partners"], 1);
  EXPECT_EQ(status["acceptingWrites"], true);
  EXPECT_TRUE(Eventually([&] {
    const Json now = Cli({"status"});
    return now["projections"][0]["position"] == now["head"];
  }));
}

TEST_F(Tool, ListsUsersInTheOrderOfTheirCreation) {
  for (const std::string id : {"1", "2", "3"}) CreateUser(id);
  Json users;
  EXPECT_TRUE(Eventually([&] {
    users = Cli({"user", "list", "--partner", "acme"});
    return users.size() == 3;
  }));
  EXPECT_EQ(users[2]["externalId"], "3");
}

TEST_F(Tool, SignsARequestThatTheGatewayTakes) {
  const auto headers = RunToEnd(
      BinaryPath("rollbook"),
      {"sign", "--method", "GET", "--path", "/v1/users/42", "--api_key",
       acme_.api_key, "--secret", acme_.hmac_secret, "--output", "json"});
  ASSERT_TRUE(headers.ok());
  ASSERT_EQ(headers->exit.code, 0) << headers->err;
  HttpCall call = GetCall("42");
  const Json signed_headers = ParseJson(headers->out);
  for (const auto& [name, value] : signed_headers.items()) {
    call.headers.emplace_back(name, value.get<std::string>());
  }
  EXPECT_EQ(SendAsIs(call).status, 404);
}

// The vectors of contract section 1.1.
TEST_F(Tool, SignsTheVectorsOfTheContract) {
  struct Vector {
    std::string method, path, timestamp, body, signature;
  };
  const std::string noon = "2026-03-13T12:00:00Z";
  for (const Vector& vector : std::vector<Vector>{
           {"GET", "/v1/users/ext123/balances", noon, "",
            "c2efa34338aee777d8e7072d34958112"
            "628d5bee7f6e6726b93b4f4988179498"},
           {"POST", "/v1/users", noon, ExampleUser("partner-user-42").dump(),
            "11c98e3a21952e534e1eaf1e4213489e"
            "151f9d87230bb45cd99d3cefdeb46abf"},
           {"GET", "/v1/users/partner%20user%2F42%2B%C3%A9?x=%3a", noon, "",
            "6714344d54e8e56d22c65f3bbee41a60"
            "87140abb8591e3132de66e31d419921a"},
           {"GET", "/v1/users/partner-user-42", "2026-03-13T12:00:00.250+00:00",
            "",
            "675e980836f2ea046271380e7871f3e0"
            "5408e1367ca562a88940adeb6bc8b134"}}) {
    std::vector<std::string> arguments = {
        "sign",        "--method",       vector.method,
        "--path",      vector.path,      "--api_key",
        "key",         "--secret",       "rbs_test_9f2c4e",
        "--timestamp", vector.timestamp, "--output",
        "json"};
    if (!vector.body.empty()) {
      arguments.insert(arguments.end(), {"--body", vector.body});
    }
    const auto made = RunToEnd(BinaryPath("rollbook"), arguments);
    ASSERT_TRUE(made.ok());
    EXPECT_EQ(ParseJson(made->out)["X-Request-Signature"], vector.signature)
        << made->out << made->err;
  }
}

TEST_F(Tool, ALoopbackPortMayNotAdminister) {
  const auto refused =
      RunToEnd(BinaryPath("rollbook"),
               {"partner", "list", "--output", "json", "--server",
                "127.0.0.1:" + std::to_string(service_.grpc_port())});
  ASSERT_TRUE(refused.ok());
  EXPECT_EQ(refused->exit.code, 1);
  EXPECT_EQ(ParseJson(refused->err)["error"]["reason"], "PERMISSION_DENIED");
}

}  // namespace
}  // namespace rollbook::tests
