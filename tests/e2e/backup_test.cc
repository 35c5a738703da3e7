// A backup of the running service, checked, and put into service elsewhere.

#include <filesystem>
#include <string>

#include "gmock/gmock.h"
#include "tests/e2e/end_to_end.h"

namespace rollbook::tests {
namespace {

class BackupEndToEnd : public EndToEnd {
 protected:
  BackupEndToEnd() : EndToEnd(ServiceOptions{}) {}
};

TEST_F(BackupEndToEnd, IsVerifiedAndRestored) {
  ASSERT_EQ(Send(CreateCall(ExampleUser("before"))).status, 201);
  const Json made = Cli({"backup", "create", "noon"});
  const std::string backup = made["directory"];
  EXPECT_EQ(backup, service_.data_dir() + "/backups/noon");
  ASSERT_EQ(Send(CreateCall(ExampleUser("after"))).status, 201);

  const auto verified =
      RunToEnd(BinaryPath("rollbook"),
               {"audit", "verify", "--data_dir", backup, "--master_key_file",
                service_.master_key_file(), "--output", "json"});
  ASSERT_TRUE(verified.ok());
  EXPECT_EQ(verified->exit.code, 0) << verified->out << verified->err;
  EXPECT_EQ(ParseJson(verified->out)["records"], made["position"]);

  const auto again = service_.Cli({"backup", "create", "noon"});
  ASSERT_TRUE(again.ok());
  EXPECT_NE(again->exit.code, 0);
  EXPECT_THAT(again->err, testing::HasSubstr("something of this name"));

  ASSERT_TRUE(service_.Stop().ok());
  std::filesystem::copy_file(service_.master_key_file(), backup + ".key");
  Service unaware({.data_dir = backup});
  EXPECT_THAT(std::string(unaware.Start().message()),
              testing::HasSubstr("This is a backup"));
  Service restored(
      {.rollbookd_flags = {"--accept_rollback"}, .data_dir = backup});
  ASSERT_TRUE(restored.Start().ok());
  const auto user = [&](const std::string& external_id) {
    return restored.Cli(
        {"user", "get", "--partner", "acme", "--external_id", external_id});
  };
  EXPECT_EQ(user("before")->exit.code, 0);
  EXPECT_NE(user("after")->exit.code, 0);
  // Whoever copied the store is on record, in the copy too.
  const auto access = restored.Cli({"audit", "access"});
  ASSERT_TRUE(access.ok());
  EXPECT_THAT(access->out, testing::HasSubstr("CreateBackup"));
}

}  // namespace
}  // namespace rollbook::tests
