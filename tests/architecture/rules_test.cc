#include "tests/architecture/rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cctype>
#include <ostream>

namespace rollbook::architecture {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> Objections(const std::string& path,
                                    const std::string& include) {
  return CheckIncludes({{path, "\n#include " + include + "\n"}});
}

struct Planted {
  std::string path;
  std::string include;
};

void PrintTo(const Planted& planted, std::ostream* out) {
  *out << planted.path << " includes " << planted.include;
}

std::string NameOf(const testing::TestParamInfo<Planted>& info) {
  std::string name = info.param.path + "_includes_" + info.param.include;
  std::erase_if(name, [](char c) { return c == '<' || c == '>' || c == '"'; });
  for (char& c : name) {
    if (std::isalnum(static_cast<unsigned char>(c)) == 0) c = '_';
  }
  return name;
}

class ForbiddenInclude : public testing::TestWithParam<Planted> {};

TEST_P(ForbiddenInclude, IsFound) {
  EXPECT_THAT(Objections(GetParam().path, GetParam().include),
              testing::SizeIs(1));
}

INSTANTIATE_TEST_SUITE_P(
    Planted, ForbiddenInclude,
    testing::Values(
        // Upwards and sideways.
        Planted{"base/clock.h", "\"domain/user.h\""},
        Planted{"domain/decide.cc", "\"eventstore/types.h\""},
        Planted{"domain/decide.cc", "\"rollbook/user/v1/user.pb.h\""},
        Planted{"eventstore/rows.cc", "\"domain/user.h\""},
        Planted{"eventstore/rows.cc", "\"rollbook/user/v1/user.pb.h\""},
        Planted{"services/user_commands.cc", "\"gateway/gateway.h\""},
        Planted{"services/rpc/grpc_server.cc", "\"gateway/gateway.h\""},
        Planted{"services/user_commands.cc",
                "\"eventstore/rocksdb/rocksdb_event_store.h\""},
        Planted{"gateway/gateway.cc", "\"services/caller.h\""},
        Planted{"gateway/gateway.cc", "\"domain/email.h\""},
        Planted{"gateway/gateway.cc",
                "\"rollbook/storage/v1/user_payload.pb.h\""},
        Planted{"cli/app.cc", "\"services/caller.h\""},
        Planted{"domain/decide.cc", "\"tests/bench/latency.h\""},
        // Third-party headers out of their place.
        Planted{"eventstore/rows.cc", "\"rocksdb/db.h\""},
        Planted{"services/key_vault.cc", "<openssl/evp.h>"},
        Planted{"base/bytes.cc", "<openssl/evp.h>"},
        Planted{"base/error.cc", "<spdlog/spdlog.h>"},
        Planted{"services/user_commands.cc", "<grpcpp/grpcpp.h>"},
        Planted{"services/user_commands.cc",
                "\"rollbook/user/v1/user_service.grpc.pb.h\""},
        Planted{"gateway/user_backend.h", "<grpcpp/support/status.h>"},
        Planted{"gateway/router.cc", "<boost/asio/post.hpp>"},
        Planted{"gateway/http/server.cc", "<simdjson.h>"},
        Planted{"domain/phone_number.h", "<phonenumbers/phonenumberutil.h>"},
        Planted{"domain/text.h", "<unicode/uchar.h>"},
        Planted{"services/user_commands.cc", "<prometheus/counter.h>"},
        Planted{"gateway/gateway.cc", "<gtest/gtest.h>"},
        Planted{"base/clock.h", "<zlib/unheard_of.h>"},
        // The domain decides, it does not look around.
        Planted{"domain/decide.cc", "\"absl/time/clock.h\""},
        Planted{"domain/decide.h", "<random>"},
        Planted{"domain/decide.cc", "<fstream>"},
        Planted{"services/caller.h", "<mutex>"}),
    NameOf);

TEST(IncludeRules, AllowWhatTheTableNames) {
  EXPECT_THAT(Objections("base/crypto/aead.cc", "<openssl/evp.h>"), IsEmpty());
  EXPECT_THAT(Objections("base/mutex.h", "<mutex>"), IsEmpty());
  EXPECT_THAT(Objections("domain/text.cc", "<unicode/uchar.h>"), IsEmpty());
  EXPECT_THAT(Objections("domain/property_test.cc", "<random>"), IsEmpty());
  EXPECT_THAT(Objections("eventstore/rocksdb/database.h", "\"rocksdb/db.h\""),
              IsEmpty());
  EXPECT_THAT(
      Objections("services/rollbookd/daemon.h", "\"gateway/gateway.h\""),
      IsEmpty());
  EXPECT_THAT(Objections("gateway/gateway.cc", "<sys/stat.h>"), IsEmpty());
}

TEST(IncludeRules, ReadLinesAsTheCompilerDoes) {
  EXPECT_THAT(CheckIncludes({{"base/a.cc",
                              "// #include \"domain/user.h\"\n"
                              "#  include   \"domain/user.h\"  // why\n"}}),
              ElementsAre("base/a.cc:2: domain/user.h: may not use domain"));
}

TEST(GuardRule, WantsThePathInTheGuard) {
  const std::string good =
      "#ifndef ROLLBOOK_BASE_A_B_H_\n#define ROLLBOOK_BASE_A_B_H_\n"
      "#endif  // ROLLBOOK_BASE_A_B_H_\n";
  EXPECT_THAT(CheckIncludeGuards({{"base/a_b.h", good}}), IsEmpty());
  EXPECT_THAT(CheckIncludeGuards({{"base/other.h", good}}),
              ElementsAre("base/other.h: is not guarded by "
                          "ROLLBOOK_BASE_OTHER_H_"));
  EXPECT_THAT(CheckIncludeGuards({{"base/once.h", "#pragma once\n"}}),
              testing::SizeIs(1));
}

TEST(LengthRule, FindsLongFiles) {
  const SourceFile long_file{"base/long.cc", std::string(kMaxLines + 1, '\n')};
  const SourceFile short_file{"base/short.cc", std::string(kMaxLines, '\n')};
  EXPECT_THAT(CheckLength({long_file, short_file}),
              ElementsAre("base/long.cc: has 401 lines, more than 400"));
}

TEST(LeftoverRule, FindsNotesAndSilencedLinters) {
  const std::string note = std::string("// TO") + "DO: later\n";
  const std::string silenced = std::string("int a;  // NO") + "LINT\n";
  EXPECT_THAT(CheckLeftovers({{"base/a.cc", "int b;\n" + note + silenced}}),
              testing::SizeIs(2));
}

class BuildListRule : public testing::Test {
 protected:
  static std::vector<std::string> Check(const std::string& list) {
    return CheckBuildLists({{"base/CMakeLists.txt", list},
                            {"base/a.cc", "#include \"base/a.h\"\n"},
                            {"base/a.h", ""},
                            {"base/a_test.cc", "#include \"base/test_a.h\"\n"},
                            {"base/test_a.h", ""}});
  }
};

TEST_F(BuildListRule, AcceptsAFolderThatIsNamedWhole) {
  EXPECT_THAT(Check("rollbook_library(NAME a\n  SRCS a.cc HDRS a.h)\n"
                    "rollbook_test(NAME t SRCS a_test.cc)\n"),
              IsEmpty());
}

TEST_F(BuildListRule, FindsASourceThatIsNeverCompiled) {
  EXPECT_THAT(Check("rollbook_library(NAME a SRCS a.cc HDRS a.h)\n"
                    "# rollbook_test(NAME t SRCS a_test.cc)\n"),
              ElementsAre("base/a_test.cc: no CMakeLists.txt builds it"));
}

TEST_F(BuildListRule, FindsAHeaderThatNoLibraryNames) {
  EXPECT_THAT(Check("rollbook_library(NAME a SRCS a.cc)\n"
                    "rollbook_test(NAME t SRCS a_test.cc)\n"),
              ElementsAre("base/a.h: base/a.cc includes it, no HDRS names it"));
}

TEST_F(BuildListRule, FindsTargetsDeclaredAroundTheHelper) {
  EXPECT_THAT(Check("rollbook_library(NAME a SRCS a.cc HDRS a.h)\n"
                    "add_executable(t a_test.cc)\n"),
              ElementsAre("base/CMakeLists.txt: calls add_executable, not "
                          "cmake/rollbook.cmake"));
}

TEST(BuildLists, FindAHeaderThatNobodyIncludes) {
  EXPECT_THAT(CheckBuildLists({{"base/CMakeLists.txt",
                                "rollbook_library(NAME a HDRS a.h)\n"},
                               {"base/a.h", ""}}),
              ElementsAre("base/a.h: nobody includes it"));
}

TEST(DocumentRule, FindsLinksThatLeadNowhere) {
  const std::set<std::string> existing = {"docs/a.md", "base", "README.md"};
  const auto check = [&](const std::string& text) {
    return CheckDocuments({{"docs/a.md", text}}, {}, existing);
  };
  EXPECT_THAT(check("[a](a.md#part) [b](../base/) [c](https://example.com) "
                    "[d](#part) [e](../README.md)"),
              IsEmpty());
  EXPECT_THAT(check("[a](b.md)"),
              ElementsAre("docs/a.md: links to b.md, which is not there"));
}

TEST(DocumentRule, FindsCodeThatIsNotThere) {
  const auto check = [&](const std::string& text) {
    return CheckDocuments({{"docs/a.md", text}},
                          {{"base/a.cc", "int a;\nint b;\nint c;\n"}}, {});
  };
  EXPECT_THAT(check("```cpp base/a.cc\nint b;\nint c;\n```\n"
                    "```cpp\nanything\n```\n"),
              IsEmpty());
  EXPECT_THAT(check("```cpp base/a.cc\nint a;\nint c;\n```\n"),
              ElementsAre("docs/a.md: shows code of base/a.cc that is not "
                          "there"));
  EXPECT_THAT(check("```cpp base/b.cc\nint a;\n```\n"), testing::SizeIs(1));
}

TEST(DocumentRule, FindsPromisesWithoutATest) {
  const auto check = [&](const std::string& text) {
    return CheckDocuments(
        {{"README.md", text}},
        {{"base/a_test.cc", "TEST_F(Clock,\n       Ticks) {}\n"}}, {});
  };
  EXPECT_THAT(check("`Clock.Ticks` `Clock.*` `not.a.test`"), IsEmpty());
  EXPECT_THAT(check("`Clock.Stops`"),
              ElementsAre("README.md: names Clock.Stops, which is no test"));
  EXPECT_THAT(check("`Watch.*`"), testing::SizeIs(1));
}

}  // namespace
}  // namespace rollbook::architecture
