#include "cli/import/line_reader.h"

#include <gtest/gtest.h>

#include <sstream>

namespace rollbook::cli {
namespace {

TEST(LineReader, NumbersLinesAndKnowsWhereTheyEnd) {
  std::istringstream in("\xEF\xBB\xBFone\r\n\nthree");
  LineReader reader(in);
  Line line;
  ASSERT_TRUE(reader.Next(line));
  EXPECT_EQ(line.text, "one");
  EXPECT_EQ(line.number, 1u);
  EXPECT_EQ(line.end_offset, 8u);
  ASSERT_TRUE(reader.Next(line));
  EXPECT_EQ(line.text, "");
  EXPECT_EQ(line.end_offset, 9u);
  ASSERT_TRUE(reader.Next(line));
  EXPECT_EQ(line.text, "three");
  EXPECT_EQ(line.number, 3u);
  EXPECT_EQ(line.end_offset, 14u);
  EXPECT_FALSE(reader.Next(line));
  EXPECT_FALSE(in.bad());
}

TEST(LineReader, CutsALineThatIsTooLongAndGoesOnBehindIt) {
  const std::string longest(kMaxLineBytes, 'x');
  std::istringstream in(longest + "yyy\nnext\n");
  LineReader reader(in);
  Line line;
  ASSERT_TRUE(reader.Next(line));
  EXPECT_TRUE(line.too_long);
  EXPECT_EQ(line.end_offset, kMaxLineBytes + 4);
  ASSERT_TRUE(reader.Next(line));
  EXPECT_FALSE(line.too_long);
  EXPECT_EQ(line.text, "next");
  EXPECT_EQ(line.end_offset, kMaxLineBytes + 9);
}

TEST(LineReader, TakesALineOfTheGreatestLengthWhole) {
  const std::string longest(kMaxLineBytes, 'x');
  std::istringstream in(longest + "\nnext");
  LineReader reader(in);
  Line line;
  ASSERT_TRUE(reader.Next(line));
  EXPECT_FALSE(line.too_long);
  EXPECT_EQ(line.text, longest);
  ASSERT_TRUE(reader.Next(line));
  EXPECT_EQ(line.text, "next");
}

TEST(LineReader, ContinuesWhereAnEarlierRunStopped) {
  std::istringstream in("one\ntwo\nthree\n");
  LineReader reader(in);
  reader.ContinueAfter(1, 4);
  Line line;
  ASSERT_TRUE(reader.Next(line));
  EXPECT_EQ(line.text, "two");
  EXPECT_EQ(line.number, 2u);
  EXPECT_EQ(line.end_offset, 8u);
}

TEST(LineReader, SkipsToALine) {
  std::istringstream in("one\ntwo\nthree\n");
  LineReader reader(in);
  reader.SkipTo(3);
  Line line;
  ASSERT_TRUE(reader.Next(line));
  EXPECT_EQ(line.text, "three");
  reader.SkipTo(9);
  EXPECT_FALSE(reader.Next(line));
}

}  // namespace
}  // namespace rollbook::cli
