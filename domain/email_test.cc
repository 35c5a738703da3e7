#include "domain/email.h"

#include <gtest/gtest.h>

namespace rollbook::domain {
namespace {

std::string Times(size_t count, std::string_view text) {
  std::string all;
  for (size_t i = 0; i < count; ++i) all += text;
  return all;
}

TEST(Email, AcceptsRealAddressesAndKeepsThem) {
  for (const std::string& text : {
           std::string("jane.doe@example.com"),
           std::string("Jane.DOE+tag@Example.CO.UK"),
           std::string("x@y.zz"),
           std::string("!#$%&'*+-/=?^_`{|}~@example.com"),
           std::string("\"jane doe\"@example.com"),
           std::string("\"a@b\\\"c\"@example.com"),
           std::string("1@2a.3b"),
           std::string("jane@a-b.example"),
           std::string("jane@bücher.de"),
           std::string("jane@xn--bcher-kva.de"),
           std::string("用户@例子.广告"),
           std::string("δοκιμή@παράδειγμα.δοκιμή"),
           Times(64, "l") + "@example.com",
           "a@" + Times(63, "d") + ".com",
       }) {
    const auto email = Email::Parse(text);
    ASSERT_TRUE(email) << text;
    EXPECT_EQ(email->text(), text);
  }
}

TEST(Email, RefusesWhatIsNoAddress) {
  for (const std::string& text : {
           std::string(""),
           std::string("@"),
           std::string("jane"),
           std::string("jane@"),
           std::string("@example.com"),
           std::string("jane@example"),
           std::string("jane@@example.com"),
           std::string("jane@doe@example.com"),
           std::string("jane doe@example.com"),
           std::string(" jane@example.com"),
           std::string("jane@example.com "),
           std::string("jane@example.com\n"),
           std::string(".jane@example.com"),
           std::string("jane.@example.com"),
           std::string("ja..ne@example.com"),
           std::string("jane@.example.com"),
           std::string("jane@example.com."),
           std::string("jane@example..com"),
           std::string("jane@-example.com"),
           std::string("jane@example-.com"),
           std::string("jane@exa_mple.com"),
           std::string("jane@192.168.0.1"),
           std::string("jane@[192.168.0.1]"),
           std::string("Jane <jane@example.com>"),
           std::string("jane(x)@example.com"),
           std::string("\"jane@example.com"),
           std::string("\"jane\"x@example.com"),
           std::string("\"jane\\"),
           std::string("\"é\"@example.com"),
           std::string("jane@xn--.com"),
           std::string("jane@xn--a-ecp.ru"),
           std::string("jane\u200B@example.com"),
           std::string("ja\u00A0ne@example.com"),
           std::string("jane\u202E@example.com"),
           std::string("jane\xFF@example.com"),
           std::string("jane@ex\u200Bample\u2024.\u0378"),
           std::string("jane@a\uFF20b.com"),
           Times(65, "l") + "@example.com",
           "a@" + Times(64, "d") + ".com",
           Times(64, "l") + "@" + Times(63, "d.") + Times(63, "d") + "." +
               Times(10, "com"),
       }) {
    EXPECT_FALSE(Email::Parse(text)) << testing::PrintToString(text);
  }
}

TEST(Email, CountsTheLimitsInOctets) {
  EXPECT_TRUE(Email::Parse(Times(32, "é") + "@example.com"));
  EXPECT_FALSE(Email::Parse(Times(32, "é") + "x@example.com"));
  const std::string domain =
      Times(2, Times(63, "d") + ".") + Times(59, "d") + ".";
  EXPECT_TRUE(Email::Parse("a@" + domain + Times(64, "e").substr(0, 63)));
  const std::string longest = "a@" + domain + Times(63, "e");
  ASSERT_EQ(longest.size(), 253);
  EXPECT_TRUE(Email::Parse("a" + longest));
  EXPECT_FALSE(Email::Parse("aa" + longest));
}

TEST(Email, LowersNothingButAsciiForItsKey) {
  EXPECT_EQ(Email::Parse("Jane.DOE@Example.COM")->UniquenessKey(),
            "jane.doe@example.com");
  // Unicode's lower case would make the first of them the second one's twin:
  // U+0130 and U+0131 fold into i, U+212A into k.
  EXPECT_EQ(Email::Parse("m\u0131ke@example.com")->UniquenessKey(),
            "m\u0131ke@example.com");
  EXPECT_EQ(Email::Parse("mi\u212Ae@example.com")->UniquenessKey(),
            "mi\u212Ae@example.com");
  EXPECT_EQ(Email::Parse("\u00C9@example.com")->UniquenessKey(),
            "\u00C9@example.com");
}

}  // namespace
}  // namespace rollbook::domain
