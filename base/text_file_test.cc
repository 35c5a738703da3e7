#include "base/text_file.h"

#include <fstream>

#include "base/testing/temp_dir.h"
#include "gtest/gtest.h"

namespace rollbook::base {
namespace {

TEST(TextFile, IsReadWhole) {
  const std::string path = NewTempPath("text");
  for (const std::string& text :
       {std::string(), std::string("a\n\0b", 4), std::string(10'000, 'x')}) {
    std::ofstream(path, std::ios::binary) << text;
    const auto read = ReadTextFile(path);
    ASSERT_TRUE(read.ok()) << read.status();
    EXPECT_EQ(*read, text);
  }
}

TEST(TextFile, IsNoDirectoryAndNotMissing) {
  for (const char* path : {"/", "/nowhere/f"}) {
    EXPECT_EQ(ReadTextFile(path).status().message(),
              "cannot read " + std::string(path));
  }
}

}  // namespace
}  // namespace rollbook::base
