#include "tests/architecture/bazel_visibility.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rollbook::architecture {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

const std::vector<SourceFile> kTree = {
    {"base/CMakeLists.txt", ""},      {"base/log.cc", ""},
    {"domain/CMakeLists.txt", ""},    {"domain/email.cc", ""},
    {"gateway/CMakeLists.txt", ""},   {"gateway/gateway.cc", ""},
    {"gateway/json/document.cc", ""}, {"gateway/http/CMakeLists.txt", ""},
    {"gateway/http/server.cc", ""},
};

TEST(BazelVisibility, NamesTheGroupsOfHeaders) {
  EXPECT_THAT(BazelVisibility(kTree),
              HasSubstr("    \"eventstore/rocksdb/\": \"rocksdb store\",\n"));
}

TEST(BazelVisibility, LetsARoomBeUsedByThoseThatMayIncludeIt) {
  EXPECT_THAT(BazelVisibility(kTree),
              HasSubstr("    \"gateway\": [\n"
                        "        \"//gateway:__subpackages__\",\n"
                        "    ],\n"));
  EXPECT_THAT(BazelVisibility(kTree),
              HasSubstr("    \"domain\": [\n"
                        "        \"//domain:__subpackages__\",\n"
                        "    ],\n"));
}

TEST(BazelVisibility, TellsAPackageFromThoseBelowIt) {
  EXPECT_THAT(BazelVisibility(kTree),
              HasSubstr("    \"simdjson\": [\n"
                        "        \"//gateway:__pkg__\",\n"
                        "    ],\n"));
  EXPECT_THAT(BazelVisibility(kTree),
              HasSubstr("    \"boost\": [\n"
                        "        \"//gateway/http:__subpackages__\",\n"
                        "    ],\n"));
}

TEST(BazelVisibility, DoesNotNameWhatNoFileMayUse) {
  EXPECT_THAT(BazelVisibility(kTree), Not(HasSubstr("\"rocksdb\": [")));
}

TEST(BazelVisibility, LetsUnitTestsBeWrittenAnywhere) {
  EXPECT_THAT(BazelVisibility(kTree),
              HasSubstr("    \"gtest\": [\n"
                        "        \"//base:__subpackages__\",\n"
                        "        \"//domain:__subpackages__\",\n"
                        "        \"//gateway:__subpackages__\",\n"
                        "    ],\n"));
}

}  // namespace
}  // namespace rollbook::architecture
