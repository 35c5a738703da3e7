#include "services/rollbookd/flags.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "base/testing/temp_dir.h"

namespace rollbook::services {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string FileWith(const std::string& text) {
  std::string path = base::NewTempPath("flags");
  std::ofstream(path) << text;
  return path;
}

std::string ErrorOf(const std::vector<std::string>& arguments) {
  return std::string(ParseFlags(arguments).status().message());
}

TEST(Flags, AreEmptyAfterAnEqualsSign) {
  const auto parsed = ParseFlags({"--data_dir=/d", "--master_key_file=/k",
                                  "--grpc_listen=", "--insecure"});
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  const Flags& flags = std::get<Flags>(*parsed);
  EXPECT_EQ(flags.grpc_listen, "");
  EXPECT_TRUE(flags.insecure);
}

TEST(Flags, ComeFromAFileWithTheCommandLineWinning) {
  const std::string path = FileWith(
      "# where the data is\n\n--data_dir=/data\r\n  --master_key_file=/key  \n"
      "--workers=3\n--reflection\n");
  const auto parsed = ParseFlags({"--workers", "5", "--flagfile", path});
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  const Flags& flags = std::get<Flags>(*parsed);
  EXPECT_EQ(flags.data_dir, "/data");
  EXPECT_EQ(flags.master_key_file, "/key");
  EXPECT_EQ(flags.workers, 5u);
  EXPECT_TRUE(flags.reflection);
}

TEST(Flags, NameTheLineOfAFileThatIsNoFlag) {
  const std::string path = FileWith("--data_dir=/data\nworkers=3\n");
  EXPECT_THAT(ErrorOf({"--flagfile=" + path}), HasSubstr(path + ":2"));
  EXPECT_THAT(ErrorOf({"--flagfile"}), HasSubstr("needs a file"));
  EXPECT_THAT(ErrorOf({"--flagfile=/nowhere/flags"}),
              HasSubstr("/nowhere/flags"));
}

TEST(Flags, DoNotFollowAFileInAFile) {
  const std::string path = FileWith("--flagfile=/etc/passwd\n");
  EXPECT_THAT(ErrorOf({"--flagfile", path}), HasSubstr(path + ":1"));
}

TEST(Flags, RefuseWhatTheyDoNotKnow) {
  EXPECT_THAT(ErrorOf({"--data_dir=d", "--master_key_file=k", "--nonsense"}),
              HasSubstr("--nonsense"));
  EXPECT_THAT(ErrorOf({"--data_dir=d"}), HasSubstr("--master_key_file"));
  EXPECT_THAT(ErrorOf({"--data_dir=d", "--master_key_file=k", "--workers=0"}),
              HasSubstr("--workers"));
  EXPECT_THAT(
      ErrorOf({"--data_dir=d", "--master_key_file=k", "--clear_roles=root"}),
      HasSubstr("root"));
}

TEST(Flags, CollectRolesAndContracts) {
  const auto parsed = ParseFlags(
      {"--data_dir=d", "--master_key_file=k", "--role=a.example=admin",
       "--role=b.example=gateway,service", "--contracts=boca-raton,capa"});
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  const Flags& flags = std::get<Flags>(*parsed);
  EXPECT_TRUE(flags.identity.roles_by_name.at("a.example").Has(Role::kAdmin));
  EXPECT_TRUE(flags.identity.roles_by_name.at("b.example").Has(Role::kGateway));
  EXPECT_THAT(flags.contracts, ElementsAre("boca-raton", "capa"));
}

TEST(Flags, AnswerHelpWithEveryGroup) {
  const auto parsed = ParseFlags({"--help"});
  ASSERT_TRUE(parsed.ok());
  const auto& print = std::get<PrintAndExit>(*parsed);
  EXPECT_EQ(print.code, 0);
  for (const char* group : {"Data:", "gRPC:", "REST gateway:", "Operation:"}) {
    EXPECT_THAT(print.text, HasSubstr(group));
  }
}

}  // namespace
}  // namespace rollbook::services
