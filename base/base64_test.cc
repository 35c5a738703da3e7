#include "base/base64.h"

#include <string>

#include "gtest/gtest.h"

namespace rollbook::base {
namespace {

TEST(Base64, WritesTheExamplesOfRfc4648) {
  EXPECT_EQ(ToBase64(""), "");
  EXPECT_EQ(ToBase64("f"), "Zg==");
  EXPECT_EQ(ToBase64("fo"), "Zm8=");
  EXPECT_EQ(ToBase64("foo"), "Zm9v");
  EXPECT_EQ(ToBase64("foobar"), "Zm9vYmFy");
}

TEST(Base64, ReadsWhatItWrites) {
  std::string bytes;
  for (int i = 0; i < 256; ++i) {
    bytes.push_back(static_cast<char>(i));
    EXPECT_EQ(FromBase64(ToBase64(bytes)), bytes);
  }
}

TEST(Base64, HasOneTextForOneValue) {
  for (const char* text : {"Zg", "Zg=", "Zh==", "Zm9", "Zg==\n",
                           "Z===", "====", "Zg==Zg==", "Z-9v"}) {
    EXPECT_EQ(FromBase64(text), std::nullopt) << text;
  }
}

TEST(Base64Url, GoesThereAndBack) {
  std::string bytes;
  for (int size = 0; size < 300; ++size) {
    EXPECT_EQ(FromBase64Url(ToBase64Url(bytes)), bytes);
    bytes.push_back(static_cast<char>(size * 7));
  }
  EXPECT_EQ(ToBase64Url("\xfb\xff"), "-_8");
}

TEST(Base64Url, RefusesOtherSpellings) {
  for (const char* text : {"A", "AAAAA", "AA==", "AA=", "+A", "/A", "A A", "AB",
                           "AAB", "-_9", "AA\n"}) {
    EXPECT_EQ(FromBase64Url(text), std::nullopt) << text;
  }
}

}  // namespace
}  // namespace rollbook::base
