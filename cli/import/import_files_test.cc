#include <gtest/gtest.h>
#include <sys/stat.h>

#include "cli/files.h"
#include "cli/import/import_state.h"
#include "cli/import/rejects_file.h"
#include "cli/test_run.h"

namespace rollbook::cli {
namespace {

TEST(ImportState, ComesBackAsItWasSaved) {
  const std::string file = TestFile("users", "0123456789");
  auto state = StateOfFile(file, "acme");
  ASSERT_TRUE(state.ok()) << state.status();
  EXPECT_EQ(state->file_size, 10u);
  state->mark = {
      .line = 3, .offset = 9, .created = 1, .already_there = 1, .rejected = 1};
  state->rejects_bytes = 77;
  ASSERT_TRUE(SaveState(StatePathOf(file), *state).ok());
  const auto loaded = LoadState(StatePathOf(file), *StateOfFile(file, "acme"));
  ASSERT_TRUE(loaded.has_value());
  EXPECT_EQ(loaded->mark.line, 3u);
  EXPECT_EQ(loaded->mark.offset, 9u);
  EXPECT_EQ(loaded->mark.rejected, 1u);
  EXPECT_EQ(loaded->rejects_bytes, 77u);
}

TEST(ImportState, IsNotUsedForAnotherFileOrPartner) {
  const std::string file = TestFile("users", "0123456789");
  const auto state = StateOfFile(file, "acme");
  const std::string path = StatePathOf(file);
  ASSERT_TRUE(SaveState(path, *state).ok());
  EXPECT_FALSE(LoadState(path, *StateOfFile(file, "nova")).has_value());
  ImportState longer = *state;
  ++longer.file_size;
  EXPECT_FALSE(LoadState(path, longer).has_value());
  ImportState touched = *state;
  ++touched.file_changed_ns;
  EXPECT_FALSE(LoadState(path, touched).has_value());
}

TEST(ImportState, IsNotUsedWhenItIsNoState) {
  const std::string file = TestFile("users", "x");
  const auto state = StateOfFile(file, "acme");
  for (const char* text : {"", "[]", "{}", R"({"partner":1})", "{\"line\":"}) {
    EXPECT_FALSE(LoadState(TestFile("state", text), *state).has_value())
        << text;
  }
}

TEST(RejectsFile, KeepsWhatBelongsToTheMarkAndIsPrivate) {
  const std::string path = UnusedPath("rejects");
  uint64_t first_bytes = 0;
  {
    auto file = RejectsFile::Open(path, 0);
    ASSERT_TRUE(file.ok()) << file.status();
    ASSERT_TRUE((*file)
                    ->Write({.number = 1, .text = "no json"},
                            {"INVALID_ARGUMENT", "Must be valid JSON", {}})
                    .ok());
    ASSERT_TRUE((*file)->Flush().ok());
    first_bytes = (*file)->bytes();
    ASSERT_TRUE((*file)->Write({.number = 2, .text = "{}"}, {}).ok());
    ASSERT_TRUE((*file)->Flush().ok());
  }
  auto file = RejectsFile::Open(path, first_bytes);
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_EQ(*ReadFile(path),
            R"({"line":1,"reason":"INVALID_ARGUMENT",)"
            R"("message":"Must be valid JSON","fields":[],"input":"no json"})"
            "\n");
  struct stat info {};
  ASSERT_EQ(stat(path.c_str(), &info), 0);
  EXPECT_EQ(info.st_mode & 0777, 0600u);
}

TEST(ReadFile, NamesThePathAndTheReason) {
  const auto content = ReadFile("/nowhere/at/all");
  EXPECT_EQ(std::string(content.status().message()),
            "cannot read /nowhere/at/all: No such file or directory");
}

}  // namespace
}  // namespace rollbook::cli
