// A person is forgotten, through the real binaries: over the contract, in the
// history, and on the disk.

#include <filesystem>
#include <fstream>
#include <sstream>

#include "gmock/gmock.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

using testing::HasSubstr;

class Erasure : public EndToEnd {
 protected:
  Erasure() : EndToEnd(ServiceOptions{}) {}

  Json Erase(const std::string& user_id, bool wait) const {
    std::vector<std::string> arguments = {
        "user",     "erase",    user_id, "--reason", "Jane asked by letter",
        "--ticket", "GDPR-17/a"};
    if (wait) arguments.push_back("--wait");
    return Cli(arguments);
  }

  // The reason of the error that the CLI ends with.
  std::string ReasonOf(const std::vector<std::string>& arguments) const {
    const auto finished = service_.Cli(arguments);
    if (!finished.ok() || finished->exit.code != 1) return "";
    return ParseJson(finished->err)["error"]["reason"];
  }

  bool IsOnDisk(const std::string& text) const {
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(service_.data_dir())) {
      if (!entry.is_regular_file()) continue;
      std::ifstream file(entry.path(), std::ios::binary);
      std::ostringstream content;
      content << file.rdbuf();
      if (content.str().find(text) != std::string::npos) return true;
    }
    return false;
  }
};

TEST_F(Erasure, IsToldOverTheContractInTheHistoryAndOnTheDisk) {
  HttpCall create = CreateCall(ExampleUser("jane-42"));
  create.headers.push_back({"Idempotency-Key", NewUuidText()});
  const HttpAnswer created = Send(create);
  ASSERT_EQ(created.status, 201) << created.body;
  const std::string user_id = Cli({"user", "get", "--partner", "acme",
                                   "--external_id", "jane-42"})["userId"];

  const Json erased = Erase(user_id, /*wait=*/true);
  EXPECT_EQ(erased["userId"], user_id);
  EXPECT_THAT(erased["certificate"].get<std::string>(),
              HasSubstr("ticket GDPR-17/a\n"));
  EXPECT_THAT(erased["certificate"].get<std::string>(),
              HasSubstr("\n\n\u2014 "));
  EXPECT_THAT(erased["purgeCertificate"].get<std::string>(),
              HasSubstr("rollbook purge certificate v1\n"));

  EXPECT_EQ(Send(GetCall("jane-42")).status, 404);
  const Json history = Cli({"audit", "history", user_id});
  ASSERT_EQ(history.size(), 2u);
  EXPECT_EQ(history[0]["erased"], true);
  EXPECT_EQ(history[1]["type"], "UserErased");
  EXPECT_EQ(history[1]["data"]["ticket"], "GDPR-17/a");
  for (const char* const text :
       {"jane-42", "jane.doe@example.com", "Toronto", "asked by letter"}) {
    EXPECT_FALSE(IsOnDisk(text)) << text;
    EXPECT_EQ(history.dump().find(text), std::string::npos) << text;
  }

  // The retry of the creation executes nothing; a new creation does.
  EXPECT_EQ(Send(create).status, 404);
  EXPECT_EQ(Send(CreateCall(ExampleUser("jane-42"))).status, 201);
  EXPECT_EQ(Erase(user_id, false)["alreadyErased"], true);
}

TEST_F(Erasure, WaitsForTheEndOfALegalHold) {
  const std::string user_id = Cli(
      {"user", "create", "--partner", "acme", "--external_id", "42"})["userId"];
  EXPECT_EQ(
      Cli({"user", "hold", user_id, "--reason", "court order"})["legalHold"],
      true);
  EXPECT_EQ(
      ReasonOf({"user", "erase", user_id, "--reason", "r", "--ticket", "t"}),
      "USER_ON_HOLD");
  EXPECT_FALSE(Cli({"user", "release", user_id}).contains("legalHold"));
  EXPECT_TRUE(Erase(user_id, false).contains("certificate"));
}

TEST_F(Erasure, IsPrecededByAnExportOfEverythingHeld) {
  const std::string user_id =
      Cli({"user", "create", "--partner", "acme", "--external_id", "42",
           "--email", "jane@example.com"})["userId"];
  Cli({"user", "update", user_id, "--partner", "acme", "--city", "Ottawa"});
  const std::string page = service_.data_dir() + "/../jane.html";
  const Json held = Cli({"user", "export", user_id, "--html", page});
  EXPECT_EQ(held["user"]["profile"]["email"], "jane@example.com");
  EXPECT_EQ(held["claims"], Json::array({"external_id"}));
  ASSERT_EQ(held["history"].size(), 2u);
  EXPECT_EQ(held["history"][1]["data"]["changed"]["address"]["city"], "Ottawa");
  std::ifstream file(page);
  std::ostringstream content;
  content << file.rdbuf();
  EXPECT_THAT(content.str(), HasSubstr("jane@example.com"));
}

TEST_F(Erasure, AndEveryReadAreFoundInTheListOfAccesses) {
  const std::string user_id = Cli(
      {"user", "create", "--partner", "acme", "--external_id", "42"})["userId"];
  Cli({"audit", "history", user_id});
  Cli({"audit", "at", user_id, "--version", "1"});
  Erase(user_id, false);
  std::vector<std::string> methods;
  EXPECT_TRUE(Eventually([&] {
    methods.clear();
    for (const Json& access : Cli({"audit", "access"})) {
      EXPECT_EQ(access["actor"], "admin:local");
      if (access["type"] == "AccessClosed") {
        methods.push_back(access["method"]);
      }
    }
    return methods.size() >= 3;
  }));
  EXPECT_THAT(methods, testing::IsSupersetOf(
                           {"ListUserEvents", "GetUserAt", "EraseUser"}));
}

}  // namespace
}  // namespace rollbook::tests
