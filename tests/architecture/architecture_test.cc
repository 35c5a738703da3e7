#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>

#include "tests/architecture/bazel_visibility.h"
#include "tests/architecture/rules.h"

// The rules of the house on the tree itself. rules_test.cc shows that each of
// them finds what it is meant to find.
namespace rollbook::architecture {
namespace {

using ::testing::IsEmpty;

// Where the program is started by hand, the current folder.
std::string Root() {
  const char* const root = std::getenv("ROLLBOOK_SOURCE_DIR");
  return root != nullptr ? root : ".";
}

const std::vector<SourceFile>& Tree() {
  static const auto& tree =
      *new std::vector<SourceFile>(ReadSourceTree(Root()));
  return tree;
}

TEST(Architecture, HasATreeToCheck) { EXPECT_GT(Tree().size(), 300u); }

TEST(Architecture, EveryIncludeIsInTheTable) {
  EXPECT_THAT(CheckIncludes(Tree()), IsEmpty());
}

TEST(Architecture, EveryHeaderIsGuardedByItsPath) {
  EXPECT_THAT(CheckIncludeGuards(Tree()), IsEmpty());
}

TEST(Architecture, FilesStayShort) {
  EXPECT_THAT(CheckLength(Tree()), IsEmpty());
}

TEST(Architecture, NothingIsLeftForLaterOrSilenced) {
  EXPECT_THAT(CheckLeftovers(Tree()), IsEmpty());
}

TEST(Architecture, EveryFileIsBuilt) {
  EXPECT_THAT(CheckBuildLists(Tree()), IsEmpty());
}

// With $ROLLBOOK_WRITE_VISIBILITY set, makes it so.
TEST(Architecture, BazelAllowsTheSame) {
  const std::string path = Root() + "/bazel-compat/visibility.bzl";
  const std::string expected = BazelVisibility(Tree());
  if (std::getenv("ROLLBOOK_WRITE_VISIBILITY") != nullptr) {
    std::ofstream(path, std::ios::binary) << expected;
  }
  EXPECT_TRUE(ReadFile(path) == expected)
      << path << " says something else than the include table";
}

TEST(Architecture, DocumentsSayWhatIsThere) {
  EXPECT_THAT(CheckDocuments(ReadDocuments(Root()), Tree(), ReadPaths(Root())),
              IsEmpty());
}

}  // namespace
}  // namespace rollbook::architecture
