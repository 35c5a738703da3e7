// Imports through the CLI, with and without a crash in the middle.

#include "base/testing/temp_dir.h"
#include "gmock/gmock.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

constexpr int kFewLines = 300;
constexpr int kBadEvery = 50;
constexpr int kManyLines = 10000;
// When the crash comes: many lines are in by then, and many are not.
constexpr int kLinesBeforeCrash = 500;

class Import : public EndToEnd {
 protected:
  Import() : EndToEnd(ServiceOptions{}) {}

  // Users import-1 to import-`lines`; every `bad_every`th has no valid e-mail
  // address.
  void WriteUsers(int lines, int bad_every) const {
    std::string text;
    for (int line = 1; line <= lines; ++line) {
      Json user = ExampleUser("import-" + std::to_string(line));
      if (line % bad_every == 0) user["email"] = "nobody";
      text += user.dump() + "\n";
    }
    WriteFile(file_, text);
  }

  std::vector<std::string> Command() const {
    return {"user", "import",    file_,   "--partner",
            "acme", "--rejects", rejects_};
  }

  Finished Try() const {
    auto finished = service_.Cli(Command());
    EXPECT_TRUE(finished.ok()) << finished.status();
    return finished.ok() ? *std::move(finished) : Finished{};
  }

  const base::TempDir directory_;
  const std::string file_ = directory_.path() + "/users.jsonl";
  const std::string rejects_ = directory_.path() + "/bad.jsonl";
};

TEST_F(Import, RejectsBadLinesAndCanBeRunAgain) {
  WriteUsers(kFewLines, kBadEvery);
  const Finished first = Try();
  EXPECT_EQ(first.exit.code, 3) << first.err;
  EXPECT_EQ(ParseJson(first.out),
            (Json{{"created", 294}, {"alreadyThere", 0}, {"rejected", 6}}));
  const std::vector<Json> bad = ParseJsonLines(ReadFile(rejects_));
  ASSERT_EQ(bad.size(), 6u);
  EXPECT_EQ(bad[0]["line"], kBadEvery);
  EXPECT_EQ(bad[0]["reason"], "INVALID_PROFILE");
  EXPECT_EQ(bad[0]["fields"][0]["field"], "email");
  EXPECT_EQ(bad[0]["input"]["externalId"], "import-50");

  const Finished again = Try();
  EXPECT_EQ(ParseJson(again.out),
            (Json{{"created", 0}, {"alreadyThere", 294}, {"rejected", 6}}));
  EXPECT_EQ(Send(GetCall("import-300")).status, 404);
  EXPECT_EQ(Send(GetCall("import-299")).status, 200);
}

TEST_F(Import, GoesOnAfterACrashOfTheService) {
  WriteUsers(kManyLines, kManyLines + 1);
  Process::Options options = {.program = BinaryPath("rollbook"),
                              .arguments = Command()};
  options.arguments.insert(
      options.arguments.end(),
      {"--server", "unix:" + service_.grpc_socket(), "--output", "json"});
  auto import = Process::Start(options);
  ASSERT_TRUE(import.ok()) << import.status();
  EXPECT_TRUE(
      Eventually([&] { return Cli({"status"})["head"] > kLinesBeforeCrash; }));
  service_.Crash();
  const auto broken = import->Wait();
  ASSERT_TRUE(broken.ok()) << broken.status();
  EXPECT_EQ(broken->code, 1);

  ASSERT_TRUE(service_.Start().ok());
  const int before = Cli({"status"})["head"];
  ASSERT_LT(before, kManyLines);
  const Finished rest = Try();
  EXPECT_EQ(rest.exit.code, 0) << rest.err;
  const Json summary = ParseJson(rest.out);
  EXPECT_EQ(summary["created"].get<int>() + summary["alreadyThere"].get<int>(),
            kManyLines);
  EXPECT_EQ(summary["rejected"], 0);
  // The registration of acme, its key, and every user once.
  const Json status = Cli({"status"});
  EXPECT_EQ(status["head"], kManyLines + 2);
}

}  // namespace
}  // namespace rollbook::tests
