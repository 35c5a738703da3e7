#include "domain/text.h"

#include <gtest/gtest.h>

namespace rollbook::domain {
namespace {

constexpr size_t kMax = 10;

TEST(Text, KeepsTheBytesAsTheyWereSent) {
  const std::string decomposed = "Zoe\u0308";
  EXPECT_EQ(Text::Parse(decomposed, kMax)->text(), decomposed);
  EXPECT_EQ(Text::Parse("  a  ", kMax)->text(), "  a  ");
}

TEST(Text, IsComparedByItsBytes) {
  EXPECT_NE(Text::Parse("Zoe\u0308", kMax), Text::Parse("Zo\u00eb", kMax));
}

TEST(Text, CountsCodePointsInNfc) {
  std::string ten;
  for (int i = 0; i < 10; ++i) ten += "e\u0301";
  EXPECT_FALSE(CheckText(ten, kMax));
  EXPECT_EQ(CheckText(ten + "x", kMax), TextFault::kLength);
  // One code point of four bytes each.
  EXPECT_FALSE(CheckText("\U0001F600\U0001F600", 2));
  EXPECT_EQ(CheckText("\U0001F600\U0001F600", 1), TextFault::kLength);
  // A composition exclusion: one code point that is two in NFC.
  EXPECT_EQ(CheckText("\u0958", 1), TextFault::kLength);
  EXPECT_FALSE(CheckText("\u0958", 2));
}

TEST(Text, HasBetweenOneAndTheLimit) {
  EXPECT_EQ(CheckText("", kMax), TextFault::kLength);
  EXPECT_FALSE(CheckText("1234567890", kMax));
  EXPECT_EQ(CheckText("12345678901", kMax), TextFault::kLength);
}

TEST(Text, AcceptsTheScriptsOfTheWorld) {
  for (const char* text :
       {"Łukasz", "Đặng", "O'Brien", "Иван", "李小龍", "محمد", "שרה", "नरेन्द्र",
        "\u200Fשרה", "A\u200Db", "\u00A0", "\uE000"}) {
    EXPECT_FALSE(CheckText(text, 20)) << text;
  }
}

TEST(Text, RefusesCharactersThatDeceiveOrControl) {
  using std::string_literals::operator""s;
  for (const std::string& text : {
           "a\0b"s, "a\nb"s, "a\tb"s, "a\x7F"s, "\u0080"s, "\u009F"s, "\u2028"s,
           "\u2029"s,                          // line, paragraph separator
           "\u202A"s, "a\u202Eb"s, "\u202C"s,  // embedding, override, pop
           "\u2066"s, "\u2069"s,               // isolates
           "\u0378"s, "\uFFFE"s, "\U0010FFFF"s, "\uFDD0"s,  // unassigned
       }) {
    EXPECT_EQ(CheckText(text, kMax), TextFault::kCharacter)
        << testing::PrintToString(text);
  }
}

TEST(Text, RefusesWhatIsNotUtf8) {
  for (const char* text : {
           "\x80", "a\xC3", "\xC0\xAF", "\xE0\x80\xAF", "\xFF",
           "\xED\xA0\x80",      // a lone surrogate
           "\xF4\x90\x80\x80",  // beyond U+10FFFF
       }) {
    EXPECT_EQ(CheckText(text, kMax), TextFault::kCharacter);
  }
}

}  // namespace
}  // namespace rollbook::domain
