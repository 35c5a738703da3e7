#include <string>
#include <vector>

#include "gateway/json/document.h"
#include "gateway/json/object_reader.h"
#include "gateway/json/utf8.h"
#include "gtest/gtest.h"

namespace rollbook::gateway::json {
namespace {

using Paths = std::vector<std::string>;

std::string Nested(size_t depth, const char* open, const char* close) {
  std::string text;
  for (size_t i = 0; i < depth; ++i) text += open;
  text += "1";
  for (size_t i = 0; i < depth; ++i) text += close;
  return text;
}

TEST(Document, RefusesWhatIsNotOneStrictDocument) {
  for (const char* text : {"",
                           " ",
                           "{",
                           "}",
                           "{a:1}",
                           "{'a':1}",
                           "{\"a\":1,}",
                           "[1,]",
                           "{}{}",
                           "{} x",
                           "{\"a\" 1}",
                           "\xEF\xBB\xBF{}",
                           "{\"a\":01}",
                           "{\"a\":1.}",
                           "{\"a\":+1}",
                           "{\"a\":.5}",
                           "{\"a\":NaN}",
                           "{\"a\":Infinity}",
                           "{\"a\":\"\t\"}",
                           "{\"a\":\"\n\"}",
                           "{\"a\":\"\\x41\"}",
                           "{\"a\":\"\\u12\"}",
                           "{\"a\":\"\xff\"}",
                           "{\"a\":\"\xc0\xaf\"}",
                           "{\"a\":\"\xed\xa0\x80\"}",
                           "{\"a\":tru}",
                           "/* */{}",
                           "{\"a\":20000000000000000000000-1}",
                           "{\"a\":1e400x}",
                           "{\"a\":\"\\ud800\",}",
                           "nul"}) {
    EXPECT_FALSE(Document::Parse(text)) << text;
  }
  EXPECT_FALSE(Document::Parse(std::string("{\"a\":\"\0\"}", 9)));
}

TEST(Document, TakesTextUpToTheLimitOfDepth) {
  EXPECT_TRUE(Document::Parse(Nested(kMaxDepth, "[", "]")));
  EXPECT_FALSE(Document::Parse(Nested(kMaxDepth + 1, "[", "]")));
  EXPECT_TRUE(Document::Parse(Nested(kMaxDepth, "{\"a\":", "}")));
  EXPECT_FALSE(Document::Parse(Nested(kMaxDepth + 1, "{\"a\":", "}")));
  const std::string open(kMaxDepth + 1, '[');
  const std::string close(kMaxDepth + 1, ']');
  EXPECT_FALSE(Document::Parse(open + close));
  EXPECT_FALSE(Document::Parse(std::string(60'000, '[')));
}

struct DefectCase {
  const char* text;
  Paths paths;
};

TEST(Document, NamesWhatReadersDisagreeOn) {
  const DefectCase cases[] = {
      {R"({"a":1,"a":2})", {"a"}},
      {R"({"a":1,"\u0061":2})", {"a"}},
      {R"({"a":1,"a":2,"a":3})", {"a"}},
      {R"({"x":{"y":1,"z":2,"y":3}})", {"x.y"}},
      {R"({"x":[0,{"y":1,"y":3}]})", {"x[1].y"}},
      {R"({"a":"\u0000"})", {"a"}},
      {R"({"a":["x","b\u0000c"]})", {"a[1]"}},
      {R"({"a":"\ud800"})", {"a"}},
      {R"({"a":"\uDC00x"})", {"a"}},
      {R"({"a":"\ud800\u0041"})", {"a"}},
      {R"({"a":"\udc00\ud800"})", {"a"}},
      {R"({"a":"\ud800\ud800\udc00","b":1,"b":2})", {"a", "b"}},
      {R"("\u0000")", {"body"}},
  };
  for (const DefectCase& c : cases) {
    const auto document = Document::Parse(c.text);
    ASSERT_TRUE(document) << c.text;
    EXPECT_EQ(document->defects(), c.paths) << c.text;
  }
}

TEST(Document, LeavesWhatIsRightAlone) {
  for (const char* text :
       {R"({"a":"\ud83d\ude00"})", R"({"a":"\\ud800"})", R"({"a":"\\\\u0000"})",
        R"({"a":{"a":{"a":1}}})", R"([{"a":1},{"a":2}])", "null", "\"x\"", "3",
        R"({"":1})", "\t{ }\r\n"}) {
    const auto document = Document::Parse(text);
    ASSERT_TRUE(document) << text;
    EXPECT_TRUE(document->defects().empty()) << text;
  }
}

TEST(Document, FindsDuplicatesAmongManyMembersToo) {
  std::string text = "{";
  for (int i = 0; i < 3000; ++i) {
    text += "\"m" + std::to_string(i) + "\":1,";
  }
  EXPECT_TRUE(Document::Parse(text + "\"z\":1}")->defects().empty());
  EXPECT_EQ(Document::Parse(text + "\"m77\":1}")->defects(), Paths{"m77"});
}

TEST(Document, BoundsTheListOfDefectsAndTheirPaths) {
  const std::string name(1000, 'x');
  std::string text = "{\"" + name + "\":\"\\u0000\"";
  for (int i = 0; i < 100; ++i) {
    text += ",\"m" + std::to_string(i) + "\":\"\\u0000\"";
  }
  const auto document = Document::Parse(text + "}");
  ASSERT_TRUE(document);
  EXPECT_EQ(document->defects().size(), Document::kMaxDefects);
  EXPECT_EQ(document->defects()[0].size(), Document::kMaxPathBytes);
}

// The parser has no such numbers, but JSON has, and members that nobody asked
// for are nobody's business.
TEST(Document, LetsNumbersBeHuge) {
  for (const std::string number :
       {"18446744073709551616", "-9223372036854775809", "1e999", "-1.5E+400",
        "1e-999", "934375337048107658059116800000000000"}) {
    const std::string text = R"({"s":"1e999 \"18446744073709551616","a":[)" +
                             number + R"(],"n":18446744073709551615,"b":)" +
                             number + "}";
    const auto document = Document::Parse(text);
    ASSERT_TRUE(document) << text;
    FieldErrors errors;
    ObjectReader reader(document->root(), "", errors);
    EXPECT_EQ(reader.String("s").value, "1e999 \"18446744073709551616");
    EXPECT_EQ(reader.TextOrNumber("n").value.text, "18446744073709551615");
    EXPECT_EQ(reader.TextOrNumber("b").presence, Presence::kRefused);
    EXPECT_EQ(errors.list().size(), 1u);
  }
  for (const char* text : {"[1e999,01]", "[18446744073709551616,-]",
                           "[1e999,1.]", "[1e999,1e]", "[1e999 1]"}) {
    EXPECT_FALSE(Document::Parse(text)) << text;
  }
}

TEST(ObjectReader, TellsAbsentNullEmptyAndWrongTypeApart) {
  const auto document = Document::Parse(
      R"({"text":"x","empty":"","null":null,"number":1,"flag":true,)"
      R"("wordy":"true","twice":"a","twice":"b"})");
  FieldErrors errors;
  ObjectReader reader(document->root(), "", errors);
  EXPECT_EQ(reader.String("text").value, "x");
  EXPECT_EQ(reader.String("empty").presence, Presence::kEmpty);
  EXPECT_EQ(reader.String("null").presence, Presence::kNull);
  EXPECT_EQ(reader.String("number").presence, Presence::kRefused);
  EXPECT_EQ(reader.String("absent").presence, Presence::kAbsent);
  EXPECT_TRUE(reader.Bool("flag").value);
  EXPECT_EQ(reader.Bool("wordy").presence, Presence::kRefused);
  EXPECT_EQ(reader.Bool("null").presence, Presence::kNull);
  EXPECT_EQ(reader.String("twice").presence, Presence::kRefused);
  const std::vector<FieldError> expected = {{"number", "Must be a string"},
                                            {"wordy", "Must be a boolean"},
                                            {"twice", "Is not valid"}};
  EXPECT_EQ(errors.list(), expected);
}

TEST(ObjectReader, KnowsWhatNobodyAskedFor) {
  const auto document = Document::Parse(R"({"a":1,"b":"x","c":{"d":1}})");
  FieldErrors errors;
  ObjectReader reader(document->root(), "outer", errors);
  EXPECT_TRUE(reader.String("b").has_value());
  EXPECT_EQ(reader.unknown_count(), 2u);
  EXPECT_EQ(reader.Unknown(), (Paths{"outer.a", "outer.c"}));
}

TEST(Utf8, CountsCodePointsAndRefusesWhatIsNotUtf8) {
  EXPECT_EQ(CountCodePoints(""), 0u);
  EXPECT_EQ(CountCodePoints("aé\xF0\x9F\x98\x80"), 3u);
  EXPECT_EQ(CountCodePoints("\xff"), std::nullopt);
  EXPECT_EQ(CountCodePoints("\xc0\xaf"), std::nullopt);
  EXPECT_EQ(CountCodePoints("\xed\xa0\x80"), std::nullopt);
}

}  // namespace
}  // namespace rollbook::gateway::json
