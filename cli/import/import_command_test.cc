#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/fake_rollbookd.h"
#include "cli/files.h"
#include "cli/import/import_state.h"
#include "cli/json.h"
#include "cli/test_run.h"

// `rollbook user import` against a service in the same process.
namespace rollbook::cli {
namespace {

class ImportCommandTest : public testing::Test {
 protected:
  TestRun Import(const std::string& file, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments = {
        "user",     "import",           file,       "--partner", "acme",
        "--server", service_.address(), "--output", "json"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return RunTool(arguments);
  }

  static std::string Lines(int count) {
    std::string text;
    for (int i = 1; i <= count; ++i) {
      text += R"({"externalId":"u)" + std::to_string(i) + "\"}\n";
    }
    return text;
  }

  FakeRollbookd service_;
};

TEST_F(ImportCommandTest, CreatesAUserPerLine) {
  const std::string file = TestFile("users", Lines(5));
  const TestRun run = Import(file);
  EXPECT_EQ(run.code, ExitCode::kOk) << run.err;
  EXPECT_EQ(run.out, "{\"created\":5,\"alreadyThere\":0,\"rejected\":0}\n");
  const FakeCalls calls = service_.calls();
  ASSERT_EQ(calls.imported.size(), 5u);
  EXPECT_EQ(calls.imported[0].partner_id(), "acme");
  EXPECT_EQ(calls.imported[1].partner_id(), "");
  EXPECT_EQ(calls.imported[4].line(), 5u);
  EXPECT_EQ(calls.imported[4].external_id(), "u5");
  EXPECT_FALSE(ReadFile(StatePathOf(file)).ok());
}

TEST_F(ImportCommandTest, NeverSendsMoreThanTheWindowAhead) {
  service_.set_import({.hold = 4});
  const TestRun run = Import(TestFile("users", Lines(203)), {"--window", "4"});
  EXPECT_EQ(run.out, "{\"created\":203,\"alreadyThere\":0,\"rejected\":0}\n");
  EXPECT_EQ(service_.calls().most_waiting, 4u);
}

TEST_F(ImportCommandTest, WritesEveryRefusedLineWithItsReason) {
  const std::string rejects = UnusedPath("rejects");
  const TestRun run = Import(TestFile("users",
                                      "{\"externalId\":\"bad1\"}\n"
                                      "not json\n"
                                      "\n"
                                      "{\"externalId\":\"taken1\"}\n"
                                      "{\"email\":\"a@b.c\"}\n"
                                      "{\"externalId\":\"u1\"}"),
                             {"--rejects", rejects});
  EXPECT_EQ(run.code, ExitCode::kSomeRejected);
  EXPECT_EQ(run.out, "{\"created\":1,\"alreadyThere\":1,\"rejected\":3}\n");
  EXPECT_EQ(
      *ReadFile(rejects),
      R"({"line":1,"reason":"INVALID_PROFILE",)"
      R"("message":"One or more fields are not valid","fields":[)"
      R"({"field":"postalCode","code":"LENGTH",)"
      R"("message":"Must be between 1 and 20 characters"}],)"
      R"("input":{"externalId":"bad1"}})"
      "\n"
      R"({"line":2,"reason":"INVALID_ARGUMENT",)"
      R"("message":"Must be valid JSON","fields":[],"input":"not json"})"
      "\n"
      R"({"line":5,"reason":"INVALID_PROFILE",)"
      R"("message":"One or more fields are not valid","fields":[)"
      R"({"field":"externalId","code":"REQUIRED","message":"Is required"}],)"
      R"("input":{"email":"a@b.c"}})"
      "\n");
}

TEST_F(ImportCommandTest, GoesOnWhereABrokenRunStopped) {
  const std::string file =
      TestFile("users", "{\"externalId\":\"bad1\"}\n" + Lines(20));
  const std::string rejects = UnusedPath("rejects");
  service_.set_import({.hold = 5, .break_after = 10});
  const TestRun broken = Import(file, {"--window", "5", "--rejects", rejects});
  EXPECT_EQ(broken.code, ExitCode::kFailed);
  EXPECT_EQ(broken.out, "");
  EXPECT_NE(broken.err.find("Imported up to line 10"), std::string::npos)
      << broken.err;
  const std::string rejected_before = *ReadFile(rejects);

  service_.set_import({});
  const TestRun rest = Import(file, {"--rejects", rejects});
  EXPECT_EQ(rest.code, ExitCode::kSomeRejected) << rest.err;
  EXPECT_EQ(rest.out, "{\"created\":20,\"alreadyThere\":0,\"rejected\":1}\n");
  EXPECT_EQ(*ReadFile(rejects), rejected_before);
  EXPECT_EQ(service_.calls().imported.back().line(), 21u);
  EXPECT_FALSE(ReadFile(StatePathOf(file)).ok());
}

TEST_F(ImportCommandTest, StartsAtTheLineThatIsNamed) {
  const TestRun run =
      Import(TestFile("users", Lines(5)), {"--resume_from", "4"});
  EXPECT_EQ(run.out, "{\"created\":2,\"alreadyThere\":0,\"rejected\":0}\n");
  EXPECT_EQ(service_.calls().imported[0].line(), 4u);
  EXPECT_EQ(service_.calls().imported[0].partner_id(), "acme");
}

TEST_F(ImportCommandTest, NeedsNoServiceForAFileWithoutUsers) {
  const TestRun run = Import(TestFile("users", "\n\nnonsense\n"));
  EXPECT_EQ(run.code, ExitCode::kSomeRejected);
  EXPECT_EQ(run.out, "{\"created\":0,\"alreadyThere\":0,\"rejected\":1}\n");
}

TEST_F(ImportCommandTest, NamesAFileThatIsNotThere) {
  const TestRun run = Import("/nowhere/users.jsonl");
  EXPECT_EQ(run.code, ExitCode::kFailed);
  EXPECT_NE(run.err.find("/nowhere/users.jsonl"), std::string::npos);
}

TEST_F(ImportCommandTest, NamesTheFirstRefusedLinesToAPerson) {
  const TestRun run = RunTool({"user", "import", "-", "--partner", "acme",
                               "--server", service_.address()},
                              "{\"externalId\":\"bad1\"}\n");
  EXPECT_EQ(run.out, "0 created, 0 already there, 1 rejected\n");
  EXPECT_NE(run.err.find("line 1: error: INVALID_PROFILE"), std::string::npos)
      << run.err;
}

}  // namespace
}  // namespace rollbook::cli
