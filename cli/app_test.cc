#include "cli/app.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "cli/fake_rollbookd.h"
#include "cli/json.h"
#include "cli/test_run.h"
#include "cli/times.h"

// The command line, from arguments to output, against a service in the same
// process.
namespace rollbook::cli {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class AppTest : public testing::Test {
 protected:
  TestRun Call(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--server", service_.address()});
    return RunTool(arguments);
  }
  TestRun CallJson(std::vector<std::string> arguments) {
    arguments.insert(arguments.end(), {"--output", "json"});
    return Call(arguments);
  }

  FakeRollbookd service_;
};

TEST_F(AppTest, PartnerCreatePrintsExactlyWhatTheContractHas) {
  EXPECT_EQ(CallJson({"partner", "create", "--id", "acme", "--contract",
                      "boca-raton"})
                .out,
            R"({"partnerId":"acme","apiKey":"the-api-key",)"
            R"("hmacSecret":"the-secret"})"
            "\n");
  EXPECT_EQ(
      CallJson({"partner", "create", "--id", "c", "--contract", "capa"}).out,
      "{\"partnerId\":\"c\",\"apiKey\":\"the-api-key\"}\n");
  EXPECT_EQ(
      CallJson({"partner", "create", "--id", "w", "--contract", "wealthyhood",
                "--jwt_issuer", "https://i/", "--jwt_client_id", "cid"})
          .out,
      "{\"partnerId\":\"w\"}\n");
  EXPECT_EQ(service_.calls().partners[2].jwt_client_id(), "cid");
}

TEST_F(AppTest, TellsPeopleThatASecretIsShownOnce) {
  EXPECT_THAT(
      Call({"partner", "create", "--id", "a", "--contract", "boca-raton"}).out,
      HasSubstr("shown only this once"));
}

TEST_F(AppTest, PartnerUpdateSendsOnlyThePolicyThatIsNamed) {
  ASSERT_EQ(CallJson({"partner", "update", "--id", "acme", "--min_age", "0",
                      "--unique_email=false", "--required_fields",
                      "email, firstName", "--allow_ips", "10.0.0.0/8,::1/128",
                      "--unknown_members", "refuse"})
                .code,
            ExitCode::kOk);
  const auto policy = service_.calls().partner_updates.at(0).policy();
  EXPECT_TRUE(policy.has_min_age());
  EXPECT_EQ(policy.min_age(), 0u);
  EXPECT_TRUE(policy.has_unique_email());
  EXPECT_FALSE(policy.unique_email());
  EXPECT_FALSE(policy.has_check_address());
  EXPECT_FALSE(policy.has_read_rate());
  EXPECT_EQ(policy.unknown_members(), admin::v1::UNKNOWN_MEMBERS_REFUSE);
  EXPECT_THAT(policy.required_fields().names(),
              ElementsAre("email", "firstName"));
  EXPECT_THAT(policy.allow_ips(), ElementsAre("10.0.0.0/8", "::1/128"));
}

TEST_F(AppTest, KeyRotatePrintsTheNewSecretAndSendsTheOverlap) {
  EXPECT_EQ(
      CallJson({"key", "rotate", "--partner", "acme", "--overlap", "24h"}).out,
      "{\"apiKey\":\"the-api-key\",\"hmacSecret\":\"the-new-secret\"}\n");
  EXPECT_EQ(service_.calls().rotations.at(0).overlap().seconds(), 86400);
}

TEST_F(AppTest, UserHistoryIsAnArrayOfEvents) {
  audit::v1::Event event;
  event.mutable_position()->set_number(9);
  event.set_version(2);
  event.set_type("UserEmailVerified");
  event.set_actor("service:kyc");
  event.mutable_user_event()->mutable_user_email_verified()->set_email("a@b.c");
  service_.set_history({event, event});
  const TestRun run = CallJson({"user", "history", "u1", "--partner", "acme"});
  const Json json = Json::parse(run.out);
  ASSERT_EQ(json.size(), 2u);
  EXPECT_EQ(json[1]["position"], 9);
  EXPECT_EQ(json[1]["data"], Json({{"email", "a@b.c"}}));
  EXPECT_EQ(service_.calls().histories.at(0).user_id(), "u1");
  EXPECT_EQ(service_.calls().histories.at(0).partner_id(), "acme");
}

TEST_F(AppTest, AnEmptyHistoryIsAnEmptyArray) {
  EXPECT_EQ(CallJson({"user", "history", "u1"}).out, "[]\n");
}

TEST_F(AppTest, UserCreateTakesFlagsOverTheFile) {
  const std::string file =
      TestFile("user", R"({"email":"old@example.com","city":"Ottawa"})");
  const TestRun run = CallJson(
      {"user", "create", "--partner", "acme", "--external_id", "42", "--json",
       file, "--email", "new@example.com", "--is_ciro_affiliate", "true"});
  ASSERT_EQ(run.code, ExitCode::kOk) << run.err;
  const auto request = service_.calls().creates.at(0);
  EXPECT_EQ(request.external_id(), "42");
  EXPECT_EQ(request.profile().email(), "new@example.com");
  EXPECT_EQ(request.profile().address().city(), "Ottawa");
  EXPECT_TRUE(request.profile().is_ciro_affiliate());
  EXPECT_EQ(Json::parse(run.out)["profile"]["address"]["city"], "Ottawa");
}

TEST_F(AppTest, UserUpdateMasksWhatIsSetAndWhatIsCleared) {
  ASSERT_EQ(CallJson({"user", "update", "--clear", "occupation,addressLine2",
                      "u1", "--city", "Ottawa", "--expected_version", "3"})
                .code,
            ExitCode::kOk);
  const auto request = service_.calls().updates.at(0);
  EXPECT_THAT(request.update_mask().paths(),
              ElementsAre("address.city", "occupation", "address.line2"));
  EXPECT_EQ(request.user().user_id(), "u1");
  EXPECT_EQ(request.expected_version(), 3u);
}

TEST_F(AppTest, UserStatusSendsTheActionAndTheReason) {
  ASSERT_EQ(Call({"user", "status", "--partner", "acme", "--external_id", "42",
                  "--action", "approve", "--reason", "checked"})
                .code,
            ExitCode::kOk);
  const auto request = service_.calls().status_changes.at(0);
  EXPECT_EQ(request.action(), user::v1::STATUS_ACTION_APPROVE);
  EXPECT_EQ(request.user().external_id(), "42");
}

TEST_F(AppTest, UserListGoesThroughAllPages) {
  EXPECT_EQ(
      Json::parse(CallJson({"user", "list", "--partner", "acme"}).out).size(),
      4u);
  EXPECT_EQ(
      Json::parse(
          CallJson({"user", "list", "--partner", "acme", "--max", "3"}).out)
          .size(),
      3u);
}

TEST_F(AppTest, LogTailPrintsAnObjectPerLine) {
  audit::v1::Event event;
  event.mutable_position()->set_number(1);
  service_.set_history({event, event});
  const TestRun run = CallJson({"log", "tail", "--since", "15m", "--max", "2"});
  EXPECT_EQ(std::count(run.out.begin(), run.out.end(), '\n'), 2);
  const auto request = service_.calls().logs.at(0);
  EXPECT_EQ(Rfc3339(request.from_time()), "2026-03-13T11:45:00.000000Z");
  EXPECT_EQ(request.max_events(), 2u);
}

TEST_F(AppTest, FlagsMayStandBeforeTheCommand) {
  const TestRun run =
      RunTool({"--output", "json", "--server", service_.address(), "status"});
  EXPECT_EQ(Json::parse(run.out)["head"], 7);
}

TEST_F(AppTest, ARefusalIsOneLineWithReasonAndFields) {
  const TestRun run =
      Call({"user", "create", "--partner", "acme", "--external_id", "bad"});
  EXPECT_EQ(run.code, ExitCode::kFailed);
  EXPECT_EQ(run.out, "");
  EXPECT_EQ(run.err,
            "error: INVALID_PROFILE: One or more fields are not valid; "
            "email: Must be a valid email address\n");
}

TEST_F(AppTest, ARefusalIsJsonWhereJsonWasAskedFor) {
  const TestRun run = CallJson(
      {"user", "create", "--partner", "acme", "--external_id", "taken"});
  EXPECT_EQ(run.code, ExitCode::kFailed);
  EXPECT_EQ(run.err,
            R"({"error":{"reason":"EXTERNAL_ID_TAKEN",)"
            R"("message":"A user with this external id already exists",)"
            R"("fields":[]}})"
            "\n");
}

TEST(App, AnUnreachableServiceIsNamedWithWhatToDo) {
  const TestRun run = RunTool({"status", "--data_dir", "/nowhere"});
  EXPECT_EQ(run.code, ExitCode::kFailed);
  EXPECT_THAT(run.err, HasSubstr("cannot reach rollbookd at "
                                 "unix:/nowhere/rollbook.sock"));
  EXPECT_THAT(run.err, HasSubstr("--server"));
}

TEST(App, UsageErrorsEndWithTwo) {
  for (const std::vector<std::string>& arguments :
       std::vector<std::vector<std::string>>{
           {},
           {"bogus"},
           {"user"},
           {"user", "get"},
           {"user", "get", "--external_id", "x"},
           {"user", "get", "u1", "--external_id", "x", "--partner", "p"},
           {"user", "status", "u1", "--action", "explode", "--reason", "x"},
           {"user", "update", "u1"},
           {"user", "update", "u1", "--clear", "shoeSize"},
           {"key", "rotate", "--partner", "p", "--overlap", "soon"},
           {"log", "tail", "--since", "yesterday"},
           {"log", "tail", "--since", "1h", "--after", "1"},
           {"status", "--output", "xml"},
           {"status", "--server", "db.example.com:7443"},
           {"sign", "--path", "v1/users", "--api_key", "k", "--secret", "s"},
           {"sign", "--path", "/v1/users", "--api_key", "k"}}) {
    const TestRun run = RunTool(arguments);
    EXPECT_EQ(run.code, ExitCode::kUsage) << testing::PrintToString(arguments);
    EXPECT_THAT(run.err, HasSubstr("error: USAGE: "));
  }
}

TEST(App, NamesAWordThatIsNoCommand) {
  EXPECT_THAT(RunTool({"bogus"}).err, HasSubstr("'bogus'"));
}

TEST(App, HelpOfEveryCommandHasExamples) {
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{},
                                             {"status"},
                                             {"partner"},
                                             {"partner", "create"},
                                             {"partner", "list"},
                                             {"key", "rotate"},
                                             {"user"},
                                             {"user", "import"},
                                             {"log", "tail"},
                                             {"sign"}}) {
    std::vector<std::string> arguments = command;
    arguments.emplace_back("--help");
    const TestRun run = RunTool(arguments);
    EXPECT_EQ(run.code, ExitCode::kOk);
    EXPECT_THAT(run.out, HasSubstr("Examples:\n  rollbook"));
  }
}

TEST(App, SignPrintsHeadersAsJsonAndReadsTheSecretFromAFile) {
  const TestRun run =
      RunTool({"sign", "--path", "/v1/users/ext123/balances", "--api_key", "k",
               "--secret_file", TestFile("secret", "rbs_test_9f2c4e\n"),
               "--output", "json"});
  EXPECT_EQ(run.code, ExitCode::kOk) << run.err;
  EXPECT_EQ(Json::parse(run.out),
            Json({{"X-Api-Key", "k"},
                  {"X-Request-Timestamp", "2026-03-13T12:00:00Z"},
                  {"X-Request-Signature",
                   "c2efa34338aee777d8e7072d34958112628d5bee7f6e6726b93b4f4988"
                   "179498"}}));
}

TEST(App, SignReadsABodyFromStandardInput) {
  const TestRun run =
      RunTool({"sign", "--method", "post", "--path", "/v1/users", "--api_key",
               "k", "--secret", "s", "--body", "-"},
              "{\"a\":1}");
  EXPECT_THAT(run.out, HasSubstr("-X POST"));
  EXPECT_THAT(run.out, HasSubstr("--data-binary '{\"a\":1}'"));
}

}  // namespace
}  // namespace rollbook::cli
